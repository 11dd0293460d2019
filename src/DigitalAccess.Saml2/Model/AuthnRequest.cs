namespace DigitalAccess.Saml2.Model;

/// <summary>A service's wish to have somebody signed in (SAML Core 3.4.1).</summary>
public sealed record AuthnRequest
{
    /// <summary>Who asks, when.</summary>
    public required MessageHeader Header { get; init; }

    /// <summary>Where the answer shall go, by address; only an address of the metadata will do.</summary>
    public string? ConsumerServiceUrl { get; init; }

    /// <summary>The same by number; never both.</summary>
    public int? ConsumerServiceIndex { get; init; }

    /// <summary>How the answer shall travel.</summary>
    public string? ProtocolBinding { get; init; }

    /// <summary>Card and PIN are to be typed even by somebody who is signed in.</summary>
    public bool ForceAuthn { get; init; }

    /// <summary>No page may be shown.</summary>
    public bool IsPassive { get; init; }

    /// <summary>What kind of name is wanted; null where that is left to us.</summary>
    public NameIdPolicy? NameIdPolicy { get; init; }

    /// <summary>How the person shall have been authenticated; null where that is left to us.</summary>
    public RequestedAuthnContext? RequestedContext { get; init; }

    /// <summary>Who is to be signed in; null for whoever comes.</summary>
    public NameId? Subject { get; init; }
}

/// <summary>What kind of name a service wants (SAML Core 3.4.1.1).</summary>
/// <param name="Format">The format; null where it does not say.</param>
/// <param name="ServiceProviderQualifier">Among whom the name shall be the same.</param>
/// <param name="AllowCreate">Whether a name may be given that was not known before.</param>
public sealed record NameIdPolicy(string? Format, string? ServiceProviderQualifier, bool AllowCreate);

/// <summary>How somebody shall have been authenticated (SAML Core 3.3.2.2.1).</summary>
/// <param name="Comparison">How the classes are compared with what happened.</param>
/// <param name="Classes">Authentication context classes, the preferred first.</param>
public sealed record RequestedAuthnContext(ContextComparison Comparison, IReadOnlyList<string> Classes);

/// <summary>How an authentication context is compared (SAML Core 3.3.2.2.1).</summary>
public enum ContextComparison
{
    /// <summary>One of those named.</summary>
    Exact,

    /// <summary>At least as strong as one of them.</summary>
    Minimum,

    /// <summary>Not stronger than one of them.</summary>
    Maximum,

    /// <summary>Stronger than each of them.</summary>
    Better,
}
