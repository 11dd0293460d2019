using System.Diagnostics.Metrics;

namespace DigitalAccess.Web.Releases;

/// <summary>Tells the operator that a value was on its way out and was stopped: by claim and recipient, never the value.</summary>
internal sealed class ReleaseAlarm(IMeterFactory meters, ILogger<ReleaseAlarm> logger)
{
    private readonly Counter<long> _withheld = meters.Create("DigitalAccess.Releases").CreateCounter<long>(
        "digitalaccess.releases_withheld", description: "Values that the identity number firewall kept from vendors");

    /// <param name="recipient">The client, or the resource that a vendor's API opens.</param>
    /// <param name="withheld">What was stopped.</param>
    public void Report(string recipient, IEnumerable<WithheldClaim> withheld)
    {
        foreach (var claim in withheld)
        {
            _withheld.Add(1, new("recipient", recipient), new("claim", claim.Name), new("kind", claim.Kind));
            logger.ValueWithheld(recipient, claim.Name, claim.Kind);
        }
    }
}
