using DigitalAccess.Saml2.Rules;

namespace DigitalAccess.Saml2.Model;

/// <summary>The answer to a request to sign somebody in (SAML Core 3.3.3).</summary>
public sealed record Response
{
    /// <summary>Unique for ever.</summary>
    public required string Id { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>Our entityID.</summary>
    public required string Issuer { get; init; }

    /// <summary>The address that it is sent to.</summary>
    public required string Destination { get; init; }

    /// <summary>ID of the request; null where nobody asked.</summary>
    public string? InResponseTo { get; init; }

    /// <summary>How it went.</summary>
    public required StatusAnswer Status { get; init; }

    /// <summary>Who has signed in; null where it went wrong.</summary>
    public Assertion? Assertion { get; init; }
}
