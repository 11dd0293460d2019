using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>Sends patrons to their library and takes them back, and the same for signing out (SAML Profiles 4.1 and 4.4, the service provider's part).</summary>
internal sealed class SamlDesk(SamlPeer peer, VendorSessions sessions)
{
    private const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private const string IdentityProviderClaim = "identityProvider";
    private const string Start = """xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0" """;

    private readonly ConcurrentDictionary<string, string> _asked = new();

    public IResult Begin(string identityProvider, string to)
    {
        if (!peer.Trusts(identityProvider))
            return Results.BadRequest("unknown identity provider");
        var id = SamlPeer.NewId();
        _asked[id] = IsHere(to) ? to : "/";
        return Results.Redirect(peer.Redirect(
            $"{identityProvider}/sso", "SAMLRequest",
            $"""<samlp:AuthnRequest {Start}ID="{id}" IssueInstant="{SamlPeer.Now()}" Destination="{identityProvider}/sso" AssertionConsumerServiceURL="{peer.AnswerAddress}"><saml:Issuer>{peer.EntityId}</saml:Issuer></samlp:AuthnRequest>""",
            relayState: null));
    }

    public async Task<IResult> TakeAnswerAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var document = SamlXml.Read(Encoding.UTF8.GetString(Convert.FromBase64String(form["SAMLResponse"].ToString())));
        var root = document.DocumentElement!;
        var issuer = SamlXml.Text(root, "*[local-name()='Issuer']") ?? "";
        if (!peer.Trusts(issuer) || !await HoldsAsync(issuer, certificates => SamlXml.RootIsSigned(document, certificates), http.RequestAborted))
            return Results.BadRequest("not signed by a library that we know");
        if (root.GetAttribute("Destination") != peer.AnswerAddress || !_asked.TryRemove(root.GetAttribute("InResponseTo"), out var to))
            return Results.BadRequest("nobody here has asked for it");
        if (Status(root) != Success)
            return Results.Redirect($"/?refused={Uri.EscapeDataString(SamlXml.Text(root, ".//*[local-name()='StatusMessage']") ?? "")}");
        if (root.SelectSingleNode("*[local-name()='Assertion']") is not XmlElement assertion || Fault(assertion) is not null)
            return Results.BadRequest(root.SelectSingleNode("*[local-name()='Assertion']") is XmlElement wrong ? Fault(wrong) : "no assertion");
        await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(Claims(assertion, issuer), CookieAuthenticationDefaults.AuthenticationScheme)));
        return Results.Redirect(to);
    }

    /// <summary>The library's wish that the patron be signed out, or its answer to ours.</summary>
    public async Task<IResult> TakeLogoutAsync(HttpContext http)
    {
        var (request, response) = (http.Request.Query["SAMLRequest"].ToString(), http.Request.Query["SAMLResponse"].ToString());
        if (response.Length > 0)
            return Results.Redirect("/");
        var root = SamlXml.Inflate(request).DocumentElement!;
        var issuer = SamlXml.Text(root, "*[local-name()='Issuer']") ?? "";
        if (!peer.Trusts(issuer) || !await HoldsAsync(issuer, certificates => SamlXml.AddressIsSigned(http.Request.QueryString.Value!, certificates), http.RequestAborted))
            return Results.BadRequest("not signed by a library that we know");
        sessions.End(SamlXml.Text(root, "*[local-name()='SessionIndex']"), SamlXml.Text(root, "*[local-name()='NameID']"));
        return Results.Redirect(peer.Redirect(
            $"{issuer}/slo", "SAMLResponse",
            $"""<samlp:LogoutResponse {Start}ID="{SamlPeer.NewId()}" InResponseTo="{root.GetAttribute("ID")}" IssueInstant="{SamlPeer.Now()}" Destination="{issuer}/slo"><saml:Issuer>{peer.EntityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="{Success}"/></samlp:Status></samlp:LogoutResponse>""",
            http.Request.Query["RelayState"] is [{ } state] ? state : null));
    }

    /// <summary>The patron signs out here, and so at the library and wherever else.</summary>
    public IResult EndEverywhere(ClaimsPrincipal patron) => patron.FindFirstValue(IdentityProviderClaim) is not { } issuer ? Results.Redirect("/") : Results.Redirect(peer.Redirect(
        $"{issuer}/slo", "SAMLRequest",
        $"""<samlp:LogoutRequest {Start}ID="{SamlPeer.NewId()}" IssueInstant="{SamlPeer.Now()}" Destination="{issuer}/slo"><saml:Issuer>{peer.EntityId}</saml:Issuer><saml:NameID>{VendorPages.Encode(patron.FindFirstValue("sub") ?? "")}</saml:NameID><samlp:SessionIndex>{patron.FindFirstValue("sid")}</samlp:SessionIndex></samlp:LogoutRequest>""",
        relayState: null));

    /// <summary>By the certificates that are known, and if that fails by those of today.</summary>
    private async Task<bool> HoldsAsync(string issuer, Func<IReadOnlyList<X509Certificate2>, bool> holds, CancellationToken ct) =>
        holds(await peer.CertificatesAsync(issuer, anew: false, ct)) || holds(await peer.CertificatesAsync(issuer, anew: true, ct));

    private string? Fault(XmlElement assertion)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (SamlXml.Text(assertion, ".//*[local-name()='Audience']") != peer.EntityId)
            return "it is for somebody else";
        if (assertion.SelectSingleNode("*[local-name()='Conditions']") is not XmlElement conditions || Instant(conditions, "NotBefore") > now || Instant(conditions, "NotOnOrAfter") <= now)
            return "it is not good now";
        return SamlXml.Text(assertion, ".//*[local-name()='SubjectConfirmationData']/@Recipient") == peer.AnswerAddress ? null : "it is for another address";
    }

    private static DateTimeOffset Instant(XmlElement conditions, string name) => DateTimeOffset.Parse(conditions.GetAttribute(name), CultureInfo.InvariantCulture);

    private static string? Status(XmlElement root) => SamlXml.Text(root, "*[local-name()='Status']/*[local-name()='StatusCode']/@Value");

    private static IEnumerable<Claim> Claims(XmlElement assertion, string issuer) =>
    [
        new("sub", SamlXml.Text(assertion, "*[local-name()='Subject']/*[local-name()='NameID']") ?? ""),
        new("sid", SamlXml.Text(assertion, "*[local-name()='AuthnStatement']/@SessionIndex") ?? ""),
        new(IdentityProviderClaim, issuer),
        .. assertion.SelectNodes(".//*[local-name()='Attribute']")!.Cast<XmlElement>().SelectMany(
            a => a.ChildNodes.OfType<XmlElement>(), (a, value) => new Claim(a.GetAttribute("FriendlyName") is { Length: > 0 } friendly ? friendly : a.GetAttribute("Name"), value.InnerText)),
    ];

    private static bool IsHere(string to) => to.StartsWith('/') && !to.StartsWith("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal);
}
