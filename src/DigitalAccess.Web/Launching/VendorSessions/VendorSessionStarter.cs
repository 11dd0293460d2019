using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Outbound;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Privacy;
using DigitalAccess.Web.Releases;
using Microsoft.AspNetCore.DataProtection;
using Refit;

namespace DigitalAccess.Web.Launching.VendorSessions;

/// <summary>
/// Asks a vendor's API to begin a session for the patron. The patron waits for it, so a busy vendor is waited for only as long
/// as somebody does who has clicked; and of what a vendor answers nothing reaches a page or the log but our own words.
/// </summary>
internal sealed class VendorSessionStarter(
    IHttpClientFactory http, PatronClaims claims, IDataProtectionProvider protection, VendorQueues queues, LoginThrottle throttle, TimeProvider clock)
{
    /// <summary>So long somebody who has clicked is kept waiting in all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ThrottleLimits PerPatron = new(20, TimeSpan.FromMinutes(10), int.MaxValue, int.MaxValue);

    private static readonly RefitSettings Json = new(new SystemTextJsonContentSerializer(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    }))
    {
        // The address is asked as it was written, slash at the end or none.
        UrlResolution = UrlResolutionMode.Rfc3986,
    };

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

        // One patron alone must not use up what a vendor bears, or the vendor would close for all.
        return await throttle.TryTakeAsync($"vendor session {session.PatronAccountId} {resource.Id}", PerPatron, ct)
            ? await AskAsync(resource, api, request, ct)
            : new VendorSessionStart.Unavailable("the patron has opened it too often within ten minutes", PerPatron.Window);
    }

    private async Task<VendorSessionStart> AskAsync(Resource resource, SessionApi api, VendorSessionRequest request, CancellationToken ct)
    {
        var queue = queues.Of(resource.Id);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var started = clock.GetTimestamp();
        try
        {
            await queue.EnterAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new VendorSessionStart.Unavailable("too many others wait for the vendor", null);
        }

        try
        {
            using var client = http.CreateClient(OutboundHandler.Client);
            client.BaseAddress = new Uri(api.Address);
            var vendor = RestService.For<IVendorSessionApi>(client, Json);
            while (true)
            {
                if (queue.Left is var left && left > TimeSpan.Zero)
                {
                    if (clock.GetElapsedTime(started) + left > Patience)
                        return new VendorSessionStart.Unavailable("the vendor is busy and wants to be left alone", left);
                    await Task.Delay(left, clock, either.Token);
                }

                using var response = await vendor.BeginAsync(request, _protector.Unprotect(api.ProtectedSecret), either.Token);
                if (response.Headers is not { } headers || response.StatusCode is not { } status || RetryAfter.Of(status, headers, clock.GetUtcNow()) is not { } alone)
                    return Judge(response, resource);
                queue.Leave(alone);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new VendorSessionStart.Unavailable($"no answer came within {Patience.TotalSeconds:0} seconds", null);
        }
        catch (CryptographicException)
        {
            return new VendorSessionStart.Unavailable("the secret for its API was encrypted with a key that is gone: import the region again", null);
        }
        finally
        {
            queue.Exit();
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
