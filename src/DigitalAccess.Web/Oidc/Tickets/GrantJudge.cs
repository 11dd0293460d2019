using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Usage;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>
/// Decides anew, each time that a token is shown or renewed, whether it still stands: the session, the client, and the same
/// entitlement as at the door. Who is no longer entitled loses the grant there and then, and is counted as refused.
/// </summary>
internal sealed class GrantJudge(
    GrantStore grants, RegionSnapshots region, EntitlementFacts entitlement, UsageRecorder usage, IOptions<PatronSessionOptions> sessions, TimeProvider clock)
{
    public async Task<GrantVerdict> JudgeAsync(Guid grantId, CancellationToken ct)
    {
        if (await grants.FindAsync(grantId, ct) is not { } standing)
            return new GrantVerdict.Over(GrantEnds.SessionOver);
        var (grant, session) = (standing.Grant, AliveOrNull(standing.Session));
        if (grant.EndedBecause is { } ended)
            return new GrantVerdict.Over(RefusalReasons.TryParse(ended, out var reason) ? reason.SlugForVendors() : ended);
        if ((session is null && !grant.Offline) || grant.ExpiresAt <= clock.GetUtcNow())
            return new GrantVerdict.Over(GrantEnds.SessionOver);

        // A vendor's app that hears no forgets the patron, so it is not said on what this process happened to hear last.
        var weighed = await WeighAsync(grant, session, await region.GetAsync(ct), ct);
        if (weighed.Verdict is GrantVerdict.Over)
            weighed = await WeighAsync(grant, session, await region.ReloadAsync(ct), ct);
        if (weighed is { Verdict: GrantVerdict.Over { Because: GrantEnds.ClientGone } })
            await grants.EndAsync(grant.Id, GrantEnds.ClientGone, ct);
        if (weighed.Refusal is { } refusal && await grants.EndAsync(grant.Id, refusal.Decision.Reason.Slug(), ct))
            await usage.RecordAsync(
                new Visitor(grant.PatronAccountId, grant.Id.ToByteArray()), refusal.Library, refusal.Resource, refusal.Decision, Door.Oidc, "renewal", ct);
        return weighed.Verdict;
    }

    private async ValueTask<Weighed> WeighAsync(OidcGrant grant, PatronSession? session, RegionSnapshot now, CancellationToken ct)
    {
        if (now.Party(grant.ClientId) is not { } party || now.ResourceOf(grant.ClientId) is not { } resource || now.Library(grant.LibraryId) is not { } library)
            return new Weighed(new GrantVerdict.Over(GrantEnds.ClientGone), null);
        var decision = session is not null
            ? await entitlement.DecideAsync(session, library, resource, ct)
            : await entitlement.DecideAsync(new EarlierStanding(grant.TermsMet, grant.Residence), library, resource, ct);
        return decision is EntitlementDecision.Refused refused
            ? new Weighed(new GrantVerdict.Over(refused.Reason.SlugForVendors()), (refused, library, resource))
            : new Weighed(new GrantVerdict.Stands(grant, session, library, party), null);
    }

    private PatronSession? AliveOrNull(PatronSession? session) => session is not null && sessions.Value.IsAlive(session, clock.GetUtcNow()) ? session : null;

    private readonly record struct Weighed(GrantVerdict Verdict, (EntitlementDecision.Refused Decision, Library Library, Resource Resource)? Refusal);
}

/// <summary>Whether a grant still stands.</summary>
internal abstract record GrantVerdict
{
    private GrantVerdict() { }

    /// <param name="Grant">The grant.</param>
    /// <param name="Session">Its session; null for an app that stays signed in after the session has ended.</param>
    /// <param name="Library">The patron's library.</param>
    /// <param name="Party">The client.</param>
    public sealed record Stands(OidcGrant Grant, PatronSession? Session, Library Library, RelyingParty Party) : GrantVerdict;

    /// <param name="Because">A refusal's slug or one of <see cref="GrantEnds"/>; the client is told.</param>
    public sealed record Over(string Because) : GrantVerdict;
}

/// <summary>Why a grant ends, besides the reasons for which a patron is refused.</summary>
internal static class GrantEnds
{
    public const string SessionOver = "session-over";
    public const string ClientGone = "client-disabled";
    public const string Replayed = "used-twice";
    public const string Revoked = "revoked";

    /// <summary>The patron took back what they had agreed to.</summary>
    public const string Withdrawn = "withdrawn";
}
