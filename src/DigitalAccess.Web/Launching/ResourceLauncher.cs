using System.Security.Cryptography;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Launching.VendorSessions;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Launching;

/// <summary>The portal's door: a signed-in patron clicks a resource.</summary>
internal sealed class ResourceLauncher(
    RegionSnapshots region, EntitlementFacts entitlement, UsageRecorder usage, VendorSessionStarter vendorSessions, IOptions<BrokerOptions> broker,
    ILogger<ResourceLauncher> logger)
{
    public async Task<LaunchResult> LaunchAsync(PatronSession session, string resourceSlug, string? title, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        if (now.Resource(resourceSlug) is not { } resource)
            return new LaunchResult.NoSuchResource();
        var titleUrl = title is null ? null : TitleLink.To(resource.TitleUrl, title);
        if (title is not null && titleUrl is null)
            return new LaunchResult.NoSuchTitle();
        var library = now.Library(session.LibraryId)!;
        var decision = await entitlement.DecideAsync(session, library, resource, ct);

        return decision switch
        {
            EntitlementDecision.Refused refused => await RefuseAsync(session, library, resource, refused, ct),
            EntitlementDecision.Granted granted => await OpenAsync(session, library, resource, granted, title, titleUrl, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async ValueTask<Guid?> FindIdAsync(string resourceSlug, CancellationToken ct) => (await region.GetAsync(ct)).Resource(resourceSlug)?.Id;

    private async Task<LaunchResult> OpenAsync(
        PatronSession session, Library library, Resource resource, EntitlementDecision.Granted granted, string? title, string? titleUrl, CancellationToken ct)
    {
        switch (resource.AccessMethod)
        {
            case AccessMethod.Oidc:
                // Comes back through that door within a second, and is counted there.
                return new LaunchResult.Redirect(InitiateLogin(resource, titleUrl, library.Slug));
            case AccessMethod.PlainLink:
                await CountAsync(session, library, resource, granted, ct);
                return new LaunchResult.Redirect(titleUrl ?? resource.LaunchUrl);
            case AccessMethod.Saml when resource.ServiceProvider is { } provider && (await region.GetAsync(ct)).ServiceProviderBySlug(provider) is { AllowsIdpInitiated: true }:
                // Signed in there at once, and counted there.
                return new LaunchResult.Redirect(title is null ? $"/open/{resource.Slug}" : QueryHelpers.AddQueryString($"/open/{resource.Slug}", "title", title));
            case AccessMethod.Saml:
                // Begins the vendor's own sign-in, which comes back through that door, and is counted there.
                return new LaunchResult.Redirect((titleUrl ?? resource.LaunchUrl).Replace(
                    IdentityProviderName.Placeholder, Uri.EscapeDataString(IdentityProviderName.Of(library, broker.Value.Origin)), StringComparison.Ordinal));
            case AccessMethod.VendorSession:
                return await BeginSessionAsync(session, library, resource, granted, title, titleUrl, ct);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Counted once the vendor has opened: a launch that led nowhere is none.</summary>
    private async Task<LaunchResult> BeginSessionAsync(
        PatronSession session, Library library, Resource resource, EntitlementDecision.Granted granted, string? title, string? titleUrl, CancellationToken ct)
    {
        switch (await vendorSessions.StartAsync(session, library, resource, titleUrl, ct))
        {
            case VendorSessionStart.Begun begun:
                var launch = await usage.DescribeAsync(Visitor.Of(session), library, resource, granted, Door.Portal, RandomNumberGenerator.GetHexString(32), ct);
                await usage.CommitAsync(launch, [() => BegunSessions.InsertCommand(session.Id, resource.Id)], ct);
                return new LaunchResult.Redirect(begun.Url);
            case VendorSessionStart.AttributeMissing:
                return await RefuseAsync(session, library, resource, new EntitlementDecision.Refused(RefusalReason.AttributeMissing), ct);
            case VendorSessionStart.Unavailable down:
                var reference = ReadableCode.Create();
                logger.ResourceUnavailable(resource.Slug, reference, down.Reason);
                return new LaunchResult.Unavailable(new FailedLaunch(resource.Slug, title, reference, down.TryAgainIn));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<LaunchResult> RefuseAsync(PatronSession session, Library library, Resource resource, EntitlementDecision.Refused refused, CancellationToken ct) =>
        new LaunchResult.Refused(refused.Reason, resource.Id, (await CountAsync(session, library, resource, refused, ct))!);

    /// <returns>The receipt code of a refusal, else null.</returns>
    private Task<string?> CountAsync(PatronSession session, Library library, Resource resource, EntitlementDecision decision, CancellationToken ct) =>
        usage.RecordAsync(Visitor.Of(session), library, resource, decision, Door.Portal, RandomNumberGenerator.GetHexString(32), ct);

    /// <summary>The vendor starts its own sign-in when it is told who we are, and goes on to the title (OpenID Connect Core 1.0, section 4).</summary>
    private string InitiateLogin(Resource resource, string? titleUrl, string library)
    {
        var address = QueryHelpers.AddQueryString(resource.LaunchUrl, new Dictionary<string, string?>
        {
            ["iss"] = broker.Value.Issuer,
            ["login_hint"] = $"library:{library}",
        });
        return titleUrl is null ? address : QueryHelpers.AddQueryString(address, "target_link_uri", titleUrl);
    }
}
