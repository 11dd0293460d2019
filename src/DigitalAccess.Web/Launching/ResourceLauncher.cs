using System.Security.Cryptography;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Launching;

/// <summary>The portal's door: a signed-in patron clicks a resource.</summary>
internal sealed class ResourceLauncher(RegionSnapshots region, EntitlementFacts entitlement, UsageRecorder usage, IOptions<BrokerOptions> broker)
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

        // An OpenID Connect resource comes back through that door within a second, and is counted there.
        var countedLater = resource.AccessMethod == AccessMethod.Oidc && decision is EntitlementDecision.Granted;
        var receipt = countedLater
            ? null
            : await usage.RecordAsync(Visitor.Of(session), library, resource, decision, Door.Portal, RandomNumberGenerator.GetHexString(32), ct);
        return decision switch
        {
            EntitlementDecision.Refused refused => new LaunchResult.Refused(refused.Reason, resource.Id, receipt!),
            EntitlementDecision.Granted => new LaunchResult.Redirect(Target(resource, titleUrl, library.Slug)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async ValueTask<Guid?> FindIdAsync(string resourceSlug, CancellationToken ct) => (await region.GetAsync(ct)).Resource(resourceSlug)?.Id;

    private string Target(Resource resource, string? titleUrl, string library) => resource.AccessMethod switch
    {
        AccessMethod.PlainLink => titleUrl ?? resource.LaunchUrl,
        AccessMethod.Oidc => InitiateLogin(resource, titleUrl, library),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

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
