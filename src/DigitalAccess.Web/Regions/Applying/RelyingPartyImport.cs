using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Regions.Entries;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Regions.Applying;

internal sealed class RelyingPartyImport(DigitalAccessDb db)
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
            difference.Removed(Kind, gone.ClientId, "becomes inactive; the vendor can no longer sign patrons in");
        }

        foreach (var entry in entries)
        {
            entry.Party.VendorId = vendors[entry.Vendor.Value].Id;
            if (known.TryGetValue(entry.Party.ClientId, out var party))
            {
                Change(party, entry.Party, vendorNames, difference);
                continue;
            }

            db.RelyingParties.Add(entry.Party);
            difference.Added(Kind, entry.Party.ClientId);
        }
    }

    private void Change(RelyingParty party, RelyingParty now, Dictionary<Guid, string> vendorNames, Difference difference)
    {
        string[] notes = party.SecretHash == now.SecretHash ? [] : ["secret changed"];
        if (difference.Changed(Kind, party.ClientId, Picture(party, vendorNames), Picture(now, vendorNames), notes))
            db.Entry(party).CurrentValues.SetValues(now);
    }

    private static object Picture(RelyingParty party, Dictionary<Guid, string> vendors) => new
    {
        Vendor = vendors[party.VendorId],
        party.Name,
        party.RedirectUris,
        party.PostLogoutRedirectUris,
        party.AlsoVisits,
        Releases = party.Releases.Select(line => line.ToString()),
        party.IdTokenAlgorithm,
        party.Jwks,
        party.JwksUri,
        party.Grants,
        party.Scopes,
        party.Guards,
        party.ResponseModes,
        party.Lifetimes,
        party.AsksConsent,
        party.PushedRequestsOnly,
        party.BackChannelLogoutUri,
        party.FrontChannelLogoutUri,
        party.Sector,
        party.Active,
    };
}
