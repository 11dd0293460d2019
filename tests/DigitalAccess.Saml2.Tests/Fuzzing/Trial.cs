using System.Text.Json;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Fuzzing;

/// <summary>One message taken through all that it would go through.</summary>
internal static class Trial
{
    /// <returns>What the message says, where it is accepted as its sender's own; "" where it is accepted otherwise; null where it is refused.</returns>
    public static string? Of(bool isRedirect, string wire)
    {
        try
        {
            var message = isRedirect ? RedirectBinding.Read(wire) : PostBinding.Read(Seed.Bytes(wire));
            return message.Name switch
            {
                "LogoutRequest" => Said(LogoutRules.JudgeRequest(message, Party.AtLogout), message),
                "LogoutResponse" => Said(LogoutRules.JudgeResponse(message, Party.AtLogout), message),
                _ => AuthnRequestRules.Judge(message, Party.AtSignOn) switch
                {
                    AuthnRequestVerdict.Accepted accepted => Said(accepted.Request, message),
                    AuthnRequestVerdict.Unmet unmet => Said(unmet.Request, message),
                    AuthnRequestVerdict.Refused refused => Refused(refused.Fault),
                    _ => throw new InvalidOperationException("There is no such verdict."),
                },
            };
        }
        catch (SamlException e)
        {
            return Refused(e.Fault);
        }
    }

    /// <summary>With a signature beside it the state is signed too; a form's state never is.</summary>
    private static string Said<T>(Verified<T> verified, IncomingMessage message) => verified.IsSigned
        ? $"{JsonSerializer.Serialize(verified.Value)} {(message.Binding == SamlNames.Bindings.Redirect ? message.RelayState : "")}"
        : "";

    private static string? Refused(SamlFault fault) =>
        fault.Reason.EndsWith('.') && Enum.IsDefined(fault.Kind) ? null : throw new InvalidOperationException("A fault without a reason.");
}
