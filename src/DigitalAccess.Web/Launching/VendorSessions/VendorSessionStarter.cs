using System.Globalization;
using System.Text.Json;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Outbound;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Privacy;
using Microsoft.AspNetCore.DataProtection;
using Refit;

namespace DigitalAccess.Web.Launching.VendorSessions;

/// <summary>
/// Asks a vendor's API to begin a session for the patron. The patron waits for it, so a busy vendor is waited for only as long
/// as somebody does who has clicked; and of what a vendor answers nothing reaches a page or the log but our own words.
/// </summary>
internal sealed class VendorSessionStarter(
    IHttpClientFactory http, PatronClaims claims, IDataProtectionProvider protection, VendorPauses pauses, TimeProvider clock)
{
    /// <summary>So long somebody who has clicked is kept waiting by a vendor that is busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly RefitSettings Json = new(new SystemTextJsonContentSerializer(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    }));

    private readonly IDataProtector _protector = protection.CreateProtector(SessionApi.SecretPurpose);

    public async Task<VendorSessionStart> StartAsync(PatronSession session, Library library, Resource resource, string? titleUrl, CancellationToken ct)
    {
        var api = resource.SessionApi ?? throw new ArgumentException("Opens in another way.", nameof(resource));
        var subject = await claims.SubjectAsync(session.PatronAccountId, api.Sector, ct);
        var release = await claims.ReleaseAsync(session, library, resource.Slug, api.Releases, ct);
        if (!release.Suffices || IdentityNumbers.Found(subject) is not null)
            return new VendorSessionStart.AttributeMissing();
        var request = new VendorSessionRequest(
            subject, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, titleUrl,
            release.Claims.ToDictionary(c => c.Name, c => c.IsList ? (object)c.Values : c.Values[0]));
        return await AskAsync(resource, api, request, ct);
    }

    private async Task<VendorSessionStart> AskAsync(Resource resource, SessionApi api, VendorSessionRequest request, CancellationToken ct)
    {
        using var client = http.CreateClient(OutboundHandler.Client);
        client.BaseAddress = new Uri(api.Address);
        var vendor = RestService.For<IVendorSessionApi>(client, Json);
        var waited = TimeSpan.Zero;
        while (true)
        {
            if (pauses.Left(resource.Id) is var pause && pause > TimeSpan.Zero)
            {
                if (waited + pause > Patience)
                    return new VendorSessionStart.Unavailable("the vendor is busy and wants to be left alone", pause);
                await Task.Delay(pause, clock, ct);
                waited += pause;
            }

            using var response = await vendor.BeginAsync(request, _protector.Unprotect(api.ProtectedSecret), ct);
            if (response.Headers is { } headers && response.StatusCode is { } status && RetryAfter.Of(status, headers, clock.GetUtcNow()) is { } alone)
            {
                pauses.Leave(resource.Id, alone);
                continue;
            }

            return Judge(response, resource);
        }
    }

    private static VendorSessionStart Judge(IApiResponse<VendorSession> response, Resource resource)
    {
        if (response.Error?.InnerException is OutboundException unreached)
            return new VendorSessionStart.Unavailable(unreached.Message, null);
        if (!response.IsSuccessStatusCode)
            return new VendorSessionStart.Unavailable($"the answer was {(int?)response.StatusCode}", null);
        if (response.ContentHeaders?.ContentType?.MediaType is not "application/json")
            return new VendorSessionStart.Unavailable("the answer is not JSON", null);
        if (response.Error is not null || response.Content?.Url is not { } url)
            return new VendorSessionStart.Unavailable("the answer has no 'url' that can be read", null);

        // A vendor's API that is in wrong hands must not send our patrons anywhere else.
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
            && Uri.Compare(address, new Uri(resource.LaunchUrl), UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? new VendorSessionStart.Begun(address.AbsoluteUri)
            : new VendorSessionStart.Unavailable("the answer's 'url' leads elsewhere than the resource's launchUrl", null);
    }
}
