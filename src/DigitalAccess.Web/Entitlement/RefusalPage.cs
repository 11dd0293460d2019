using DigitalAccess.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.Entitlement;

/// <summary>What a refused patron is shown; carried to the page under seal, so nobody can write one for somebody else.</summary>
/// <param name="Reason">Why.</param>
/// <param name="ResourceId">What was to be opened.</param>
/// <param name="Receipt">The code that staff can look up.</param>
/// <param name="Back">Where the vendor learns of the refusal and takes the patron back; null when the patron came from us.</param>
internal sealed record Refusal(RefusalReason Reason, Guid ResourceId, string Receipt, string? Back);

internal sealed class RefusalPage(IDataProtectionProvider protection)
{
    private readonly Sealed<Refusal> _seal = new(protection, "DigitalAccess.RefusalPage");

    public string AddressOf(Refusal refusal) => $"/refused?r={_seal.Close(refusal)}";

    /// <returns>What the address holds, or null when it is damaged or old.</returns>
    public Refusal? Read(string? sealedText) => _seal.Open(sealedText);
}
