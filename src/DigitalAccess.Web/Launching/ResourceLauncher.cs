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
    public async Task<LaunchResult> LaunchAsync(PatronSession session, string resourceSlug, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);
        if (now.Resource(resourceSlug) is not { } resource)
            return new LaunchResult.NoSuchResource();
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
            EntitlementDecision.Granted => new LaunchResult.Redirect(Target(resource, library.Slug)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async ValueTask<Guid?> FindIdAsync(string resourceSlug, CancellationToken ct) => (await region.GetAsync(ct)).Resource(resourceSlug)?.Id;

    /// <summary>The vendor starts its own sign-in when it is told who we are (OpenID Connect Core 1.0, section 4).</summary>
    private string Target(Resource resource, string library) => resource.AccessMethod switch
    {
        AccessMethod.PlainLink => resource.LaunchUrl,
        AccessMethod.Oidc => QueryHelpers.AddQueryString(resource.LaunchUrl, new Dictionary<string, string?>
        {
            ["iss"] = broker.Value.Issuer,
            ["login_hint"] = $"library:{library}",
        }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
