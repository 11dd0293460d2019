using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
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
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("DigitalAccess.RefusalPage").ToTimeLimitedDataProtector();

    public string AddressOf(Refusal refusal) =>
        $"/refused?r={Base64Url.EncodeToString(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(refusal), Lifetime))}";

    /// <returns>What the address holds, or null when it is damaged or old.</returns>
    public Refusal? Read(string? sealedText)
    {
        if (sealedText is not { Length: > 0 and < 8192 })
            return null;
        try
        {
            return JsonSerializer.Deserialize<Refusal>(_protector.Unprotect(Base64Url.DecodeFromChars(sealedText)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
