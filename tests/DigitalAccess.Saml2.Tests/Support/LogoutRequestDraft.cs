namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>A LogoutRequest as text. It starts valid; a test breaks one thing. What is null is left out.</summary>
public sealed record LogoutRequestDraft
{
    public string? Id { get; init; } = "_logout1";

    public string? IssueInstant { get; init; } = "2026-03-01T12:00:00Z";

    public string? NotOnOrAfter { get; init; } = "2026-03-01T12:05:00Z";

    public string? Destination { get; init; } = Party.Logout;

    public string? Issuer { get; init; } = Party.Provider;

    /// <summary>Who is meant, as an element.</summary>
    public string Name { get; init; } = "<saml:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:transient\">_patron</saml:NameID>";

    public string Sessions { get; init; } = "<samlp:SessionIndex>_session</samlp:SessionIndex>";

    public string Inside { get; init; } = "";

    public string Xml => "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\""
        + AuthnRequestDraft.Attribute("ID", Id) + " Version=\"2.0\"" + AuthnRequestDraft.Attribute("IssueInstant", IssueInstant)
        + AuthnRequestDraft.Attribute("NotOnOrAfter", NotOnOrAfter) + AuthnRequestDraft.Attribute("Destination", Destination)
        + $">{(Issuer is null ? "" : $"<saml:Issuer>{Issuer}</saml:Issuer>")}{Inside}{Name}{Sessions}</samlp:LogoutRequest>";
}
