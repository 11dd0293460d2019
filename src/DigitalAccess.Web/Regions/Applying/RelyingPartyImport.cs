using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Regions.Entries;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions.Applying;

internal sealed class RelyingPartyImport(DigitalAccessDb db, RelyingPartyRegistrar registrar)
{
    private const string Kind = "relying-party";

    public async Task ApplyAsync(
        IReadOnlyList<RelyingPartyEntry> entries, Dictionary<string, Vendor> vendors, Difference difference, CancellationToken ct)
    {
        var known = await db.RelyingParties.ToDictionaryAsync(p => p.ClientId, StringComparer.Ordinal, ct);
        var vendorNames = vendors.Values.ToDictionary(v => v.Id, v => v.Slug);
        foreach (var gone in known.Values.Where(p => p.Active).ExceptBy(entries.Select(e => e.Party.ClientId), p => p.ClientId).ToList())
        {
            gone.Active = false;
            await registrar.RemoveAsync(gone.ClientId, ct);
            difference.Removed(Kind, gone.ClientId, "becomes inactive; the vendor can no longer sign patrons in");
        }

        foreach (var entry in entries)
        {
            entry.Party.VendorId = vendors[entry.Vendor.Value].Id;
            if (known.TryGetValue(entry.Party.ClientId, out var party))
            {
                await ChangeAsync(party, entry, vendorNames, difference, ct);
                continue;
            }

            db.RelyingParties.Add(entry.Party);
            await registrar.RegisterAsync(entry.Party, entry.Secret, ct);
            difference.Added(Kind, entry.Party.ClientId);
        }
    }

    private async Task ChangeAsync(
        RelyingParty party, RelyingPartyEntry entry, Dictionary<Guid, string> vendorNames, Difference difference, CancellationToken ct)
    {
        var now = entry.Party;
        var registration = await registrar.CompareAsync(now, entry.Secret, ct);
        var secretChanged = registration == Registration.OtherSecret;
        var lost = registration == Registration.None && party.Active;
        string[] notes = [.. secretChanged ? ["secret changed"] : Array.Empty<string>(), .. lost ? ["registered anew"] : Array.Empty<string>()];
        if (!difference.Changed(Kind, party.ClientId, Picture(party, vendorNames), Picture(now, vendorNames), notes) && registration == Registration.Current)
            return;

        (party.VendorId, party.Name, party.Sector, party.Active) = (now.VendorId, now.Name, now.Sector, true);
        (party.RedirectUris, party.PostLogoutRedirectUris, party.AlsoVisits) = (now.RedirectUris, now.PostLogoutRedirectUris, now.AlsoVisits);
        (party.Releases, party.IdTokenAlgorithm, party.Jwks) = (now.Releases, now.IdTokenAlgorithm, now.Jwks);
        if (registration != Registration.Current)
            await registrar.RegisterAsync(party, entry.Secret, ct);
    }

    private static object Picture(RelyingParty party, Dictionary<Guid, string> vendors) => new
    {
        Vendor = vendors[party.VendorId],
        party.Name,
        party.RedirectUris,
        party.PostLogoutRedirectUris,
        party.AlsoVisits,
        party.Releases,
        party.IdTokenAlgorithm,
        party.Jwks,
        party.Sector,
        party.Active,
    };
}
