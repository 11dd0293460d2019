using System.Security.Claims;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Usage;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>Gets a granted sign-in ready: the grant it stands on, the launch it is counted as, and the identity that the engine makes tokens of.</summary>
internal sealed class VendorGrants(
    GrantStore grants, VendorIdentity identity, UsageRecorder usage, SignInCommit commit, EntitlementFacts entitlement, TimeProvider clock)
{
    /// <returns>Null when the vendor demands something of the patron that it cannot be told; then nothing is written.</returns>
    public async Task<ClaimsPrincipal?> PrepareAsync(VendorSignIn signIn, EntitlementDecision.Granted granted, CancellationToken ct)
    {
        var (request, session, library, party, resource) = signIn;
        var known = await grants.FindAsync(session.Id, party.ClientId, signIn.StaysSignedIn, ct);
        var grant = await DescribeAsync(signIn, granted.LicenceId, known, ct);
        if (await identity.BuildAsync(grant.Subject, session.StartedAt, session, library, party, ct) is not { } patron)
            return null;
        commit.Prepare(await usage.DescribeAsync(Visitor.Of(session), library, resource, granted, Door.Oidc, signIn.Attempt, ct), known switch
        {
            null => () => GrantStore.InsertCommand(grant),
            { Offline: true } => () => GrantStore.RenewCommand(grant),
            _ => null,
        });

        var scopes = request.GetScopes();
        return AuthenticationLevel.Of(session).On(patron)
            .SetScopes(signIn.StaysSignedIn ? scopes : scopes.Remove(Scopes.OfflineAccess))
            .SetAuthorizationId(grant.Id.ToString());
    }

    /// <summary>The grant as this sign-in makes it: what outlives the session is what was seen of the patron last.</summary>
    private async Task<OidcGrant> DescribeAsync(VendorSignIn signIn, Guid licenceId, OidcGrant? known, CancellationToken ct)
    {
        var (_, session, library, party, resource) = signIn;
        var now = clock.GetUtcNow();
        var standing = signIn.StaysSignedIn ? await entitlement.RememberedAsync(session, library, resource, licenceId, ct) : null;
        var end = signIn.StaysSignedIn ? now.AddDays(party.Lifetimes.OfflineAccess) : session.ExpiresAt;
        return new OidcGrant
        {
            Id = known?.Id ?? Guid.NewGuid(),
            ClientId = party.ClientId,
            SessionId = session.Id,
            PatronAccountId = session.PatronAccountId,
            LibraryId = library.Id,
            Subject = known?.Subject ?? await identity.SubjectAsync(session, party, ct),
            SignedInAt = session.StartedAt,
            Offline = signIn.StaysSignedIn,
            TermsMet = standing?.Met,
            Residence = standing?.Residence,
            CreatedAt = known?.CreatedAt ?? now,
            ExpiresAt = standing?.GoodUntil is { } turn && turn < end ? turn : end,
        };
    }
}
