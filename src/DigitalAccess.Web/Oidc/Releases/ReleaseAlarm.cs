using System.Diagnostics.Metrics;

namespace DigitalAccess.Web.Oidc.Releases;

/// <summary>Tells the operator that a value was on its way out and was stopped: by claim and client, never the value.</summary>
internal sealed class ReleaseAlarm(IMeterFactory meters, ILogger<ReleaseAlarm> logger)
{
    private readonly Counter<long> _withheld = meters.Create("DigitalAccess.Oidc").CreateCounter<long>(
        "digitalaccess.releases_withheld", description: "Values that the identity number firewall kept from vendors");

    public void Report(string clientId, IEnumerable<WithheldClaim> withheld)
    {
        foreach (var claim in withheld)
        {
            _withheld.Add(1, new("client", clientId), new("claim", claim.Name), new("kind", claim.Kind));
            logger.ValueWithheld(clientId, claim.Name, claim.Kind);
        }
    }
}
