using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
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
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("DigitalAccess.UnavailablePage").ToTimeLimitedDataProtector();

    public string AddressOf(FailedLaunch launch) =>
        $"/unavailable?l={Base64Url.EncodeToString(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(launch), Lifetime))}";

    /// <returns>What the address holds, or null when it is damaged or old.</returns>
    public FailedLaunch? Read(string? sealedText)
    {
        if (sealedText is not { Length: > 0 and < 8192 })
            return null;
        try
        {
            return JsonSerializer.Deserialize<FailedLaunch>(_protector.Unprotect(Base64Url.DecodeFromChars(sealedText)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
