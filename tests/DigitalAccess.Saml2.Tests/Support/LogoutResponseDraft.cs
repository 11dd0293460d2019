namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>A LogoutResponse as text. It starts valid; a test breaks one thing.</summary>
public sealed record LogoutResponseDraft
{
    public string? InResponseTo { get; init; } = "_ours";

    public string? Destination { get; init; } = Party.Logout;

    public string Status { get; init; } = "<samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>";

    public string Xml => "<samlp:LogoutResponse xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_answer1\""
        + " Version=\"2.0\" IssueInstant=\"2026-03-01T12:00:00Z\"" + AuthnRequestDraft.Attribute("Destination", Destination)
        + AuthnRequestDraft.Attribute("InResponseTo", InResponseTo) + $"><saml:Issuer>{Party.Provider}</saml:Issuer>{Status}</samlp:LogoutResponse>";
}
