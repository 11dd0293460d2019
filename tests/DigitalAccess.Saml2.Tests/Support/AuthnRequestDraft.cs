namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>An AuthnRequest as text. It starts valid; a test breaks one thing. What is null is left out.</summary>
public sealed record AuthnRequestDraft
{
    public string Root { get; init; } = "samlp:AuthnRequest";

    /// <summary>Stands before the root.</summary>
    public string Before { get; init; } = "";

    public string? Id { get; init; } = "_request1";

    public string? Version { get; init; } = "2.0";

    public string? IssueInstant { get; init; } = "2026-03-01T12:00:00Z";

    public string? Destination { get; init; } = Party.SignOn;

    public string? ConsumerServiceUrl { get; init; } = Party.ConsumerService;

    /// <summary>More of the root's attributes, as text that begins with a space.</summary>
    public string More { get; init; } = "";

    public string Declarations { get; init; } = " xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"";

    public string? Issuer { get; init; } = Party.Provider;

    /// <summary>The whole element, where it is not just the name.</summary>
    public string? IssuerElement { get; init; }

    /// <summary>Stands behind the issuer, as text.</summary>
    public string Inside { get; init; } = "";

    public string Xml => $"{Before}<{Root}{Declarations}{Attribute("ID", Id)}{Attribute("Version", Version)}{Attribute("IssueInstant", IssueInstant)}"
        + $"{Attribute("Destination", Destination)}{Attribute("AssertionConsumerServiceURL", ConsumerServiceUrl)}{More}>"
        + $"{IssuerElement ?? (Issuer is null ? "" : $"<saml:Issuer>{Issuer}</saml:Issuer>")}{Inside}</{Root}>";

    public static string Attribute(string name, string? value) => value is null ? "" : $" {name}=\"{value}\"";
}
