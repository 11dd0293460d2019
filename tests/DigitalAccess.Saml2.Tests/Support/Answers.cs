using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Writing;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>Messages of ours, as records; a test changes what it is about.</summary>
internal static class Answers
{
    public static Assertion Assertion { get; } = new()
    {
        Id = "_assertion",
        IssueInstant = Party.Now,
        Issuer = Party.Ours,
        NameId = new NameId("_transient", SamlNames.NameIds.Transient, Party.Ours, Party.Provider),
        Audience = Party.Provider,
        Recipient = Party.ConsumerService,
        InResponseTo = "_request1",
        NotBefore = Party.Now.AddMinutes(-1),
        NotOnOrAfter = Party.Now.AddMinutes(5),
        AuthnInstant = Party.Now.AddMinutes(-2),
        SessionIndex = "_session",
        SessionNotOnOrAfter = Party.Now.AddHours(8),
        Context = SamlNames.Contexts.PasswordProtectedTransport,
        Attributes =
        [
            new AttributeValue("urn:oid:1.3.6.1.4.1.5923.1.1.1.9", "eduPersonScopedAffiliation", ["library-walk-in@example.org", "affiliate@example.org"]),
            new AttributeValue("urn:oid:1.3.6.1.4.1.5923.1.1.1.10", "eduPersonTargetedID", []) { NameId = new NameId("opaque", SamlNames.NameIds.Persistent, Party.Ours, Party.Provider) },
        ],
    };

    public static Response Response { get; } = new()
    {
        Id = "_response",
        IssueInstant = Party.Now,
        Issuer = Party.Ours,
        Destination = Party.ConsumerService,
        InResponseTo = "_request1",
        Status = StatusAnswer.Success,
        Assertion = Assertion,
    };

    /// <summary>As little as can be said.</summary>
    public static Response Sparse { get; } = Response with
    {
        InResponseTo = null,
        Assertion = Assertion with { NameId = null, InResponseTo = null, SessionNotOnOrAfter = null, Attributes = [] },
    };

    public static Response Refusal { get; } = Response with
    {
        Assertion = null,
        Status = new StatusAnswer(SamlNames.Status.Responder, SamlNames.Status.NoPassive, "Somebody has to sign in."),
    };

    public static MessageHeader Header { get; } = new("_logout", Party.Now, Party.Ours, "https://sp.example.org/slo");

    public static ReadOnlyMemory<byte> LogoutRequest(SigningKey? key) => SamlWriter.LogoutRequest(Header, Assertion.NameId!, "_session", Party.Now.AddMinutes(5), key);

    public static ReadOnlyMemory<byte> LogoutResponse(SigningKey? key) =>
        SamlWriter.LogoutResponse(Header, "_theirs", new StatusAnswer(SamlNames.Status.Success, SamlNames.Status.PartialLogout, "One service is out of reach."), key);

    public static IdentityProviderMetadata Metadata { get; } = new()
    {
        EntityId = Party.Ours,
        ValidUntil = Party.Now.AddDays(7),
        CacheDuration = TimeSpan.FromHours(6),
        Certificates = [Keys.Ours.Base64, Keys.Rsa3072.Base64],
        SingleSignOn = Party.SignOn,
        SingleLogout = Party.Logout,
        NameIdFormats = [SamlNames.NameIds.Transient, SamlNames.NameIds.Persistent],
        DisplayNames = [("sv", "Biblioteken i Habo & Mullsjö"), ("en", "The libraries")],
        Scope = "example.org",
        ErrorAddress = "https://idp.example.org/error?a=1&b=2",
        TechnicalContact = "drift@example.org",
        Logo = new Logo("https://idp.example.org/logo.png", 80, 60),
        WantsSignedRequests = true,
    };

    public static IdentityProviderMetadata SparseMetadata { get; } = Metadata with { ErrorAddress = null, TechnicalContact = null, Logo = null, WantsSignedRequests = false, Certificates = [Keys.Ours.Base64] };
}
