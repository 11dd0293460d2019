using DigitalAccess.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.Launching;

/// <summary>A launch that a vendor did not answer; carried to the page under seal, so that nobody can write one for somebody else.</summary>
/// <param name="Resource">The resource's slug.</param>
/// <param name="Title">The title that the link named.</param>
/// <param name="Reference">What the log calls it.</param>
/// <param name="TryAgainIn">Null where the vendor does not say.</param>
internal sealed record FailedLaunch(string Resource, string? Title, string Reference, TimeSpan? TryAgainIn);

/// <summary>Where the patron reads that a vendor does not answer.</summary>
internal sealed class UnavailablePage(IDataProtectionProvider protection)
{
    private readonly Sealed<FailedLaunch> _seal = new(protection, "DigitalAccess.UnavailablePage");

    public string AddressOf(FailedLaunch launch) => $"/unavailable?l={_seal.Close(launch)}";

    /// <returns>What the address holds, or null when it is damaged or old.</returns>
    public FailedLaunch? Read(string? sealedText) => _seal.Open(sealedText);
}
