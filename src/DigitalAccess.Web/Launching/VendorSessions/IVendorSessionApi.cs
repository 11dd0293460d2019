using Refit;

namespace DigitalAccess.Web.Launching.VendorSessions;

/// <summary>What a vendor offers who speaks neither OpenID Connect nor SAML: it begins a session and says where, see docs/vendors/session-api.md.</summary>
internal interface IVendorSessionApi
{
    [Post("")]
    Task<IApiResponse<VendorSession>> BeginAsync([Body] VendorSessionRequest request, [Authorize] string secret, CancellationToken ct);
}

/// <param name="Subject">The patron's pairwise subject.</param>
/// <param name="Language">The patron's language, two letters.</param>
/// <param name="Target">Where the session shall begin, for a link to one title; null for the front page.</param>
/// <param name="Claims">What the attribute contract releases: texts, or lists of texts.</param>
internal sealed record VendorSessionRequest(string Subject, string Language, string? Target, IReadOnlyDictionary<string, object> Claims);

/// <param name="Url">Where the browser is sent; good for one use.</param>
internal sealed record VendorSession(string? Url);
