using System.Text;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Rules;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>Lets messages arrive as bytes and gives what became of them.</summary>
internal static class Incoming
{
    public static string Form(string message, string? relayState = null, string parameter = "SAMLRequest") =>
        $"{parameter}={Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(message)))}{(relayState is null ? "" : $"&RelayState={relayState}")}";

    public static IncomingMessage Posted(string message) =>
        PostBinding.Read(Encoding.ASCII.GetBytes(Form(message, parameter: message.Contains("<samlp:LogoutResponse", StringComparison.Ordinal) ? "SAMLResponse" : "SAMLRequest")));

    public static AuthnRequestVerdict Post(string message, Receiving? receiving = null) => Judge(() => Posted(message), receiving);

    public static AuthnRequestVerdict Redirect(string query, Receiving? receiving = null) => Judge(() => RedirectBinding.Read(query), receiving);

    public static AuthnRequestVerdict Redirect(AuthnRequestDraft draft, Receiving? receiving = null) => Redirect(new RedirectQuery(draft.Xml).Unsigned, receiving);

    private static AuthnRequestVerdict Judge(Func<IncomingMessage> read, Receiving? receiving)
    {
        try
        {
            return AuthnRequestRules.Judge(read(), receiving ?? Party.AtSignOn);
        }
        catch (SamlException e)
        {
            return new AuthnRequestVerdict.Refused(e.Fault);
        }
    }
}
