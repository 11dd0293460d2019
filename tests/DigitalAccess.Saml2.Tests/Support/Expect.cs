using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>What became of a message, and that nothing of what the sender wrote is in what we say of it.</summary>
internal static class Expect
{
    public static void Refused(SamlFaultKind kind, AuthnRequestVerdict verdict, params ReadOnlySpan<string> written)
    {
        var refused = Assert.IsType<AuthnRequestVerdict.Refused>(verdict);
        Assert.Equal(kind, refused.Fault.Kind);
        Silent(refused.Fault, written);
    }

    public static void Refused(SamlFaultKind kind, Action act, params ReadOnlySpan<string> written)
    {
        var fault = Assert.Throws<SamlException>(act).Fault;
        Assert.Equal(kind, fault.Kind);
        Silent(fault, written);
    }

    public static AuthnRequest Accepted(AuthnRequestVerdict verdict) => Assert.IsType<AuthnRequestVerdict.Accepted>(verdict).Request.Value;

    /// <summary>Accepted as its sender's own, which a signature has shown.</summary>
    public static AuthnRequest AcceptedAsSigned(AuthnRequestVerdict verdict)
    {
        var accepted = Assert.IsType<AuthnRequestVerdict.Accepted>(verdict);
        Assert.True(accepted.Request.IsSigned);
        return accepted.Request.Value;
    }

    public static string Unmet(AuthnRequestVerdict verdict) => Assert.IsType<AuthnRequestVerdict.Unmet>(verdict).Answer.SubCode!;

    /// <summary>Reasons go into logs and onto pages.</summary>
    public static void Silent(SamlFault fault, params ReadOnlySpan<string> written)
    {
        Assert.EndsWith(".", fault.Reason, StringComparison.Ordinal);
        foreach (var words in (string[])["evil", "<", "sp.example", "_request", "_logout", "_patron", .. written])
            Assert.DoesNotContain(words, fault.Reason, StringComparison.OrdinalIgnoreCase);
    }
}
