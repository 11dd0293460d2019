using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.Hosting;

/// <summary>What one of our pages is shown by its own address, under seal and for a while, so that nobody can write such an address for somebody else.</summary>
/// <param name="protection">Makes the seal.</param>
/// <param name="purpose">Tells this page's seal from all others.</param>
internal sealed class Sealed<T>(IDataProtectionProvider protection, string purpose) where T : class
{
    private const int Longest = 8192;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector(purpose).ToTimeLimitedDataProtector();

    /// <returns>Text for a query.</returns>
    public string Close(T value) => Base64Url.EncodeToString(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(value), Lifetime));

    /// <returns>Null when the text is damaged or old.</returns>
    public T? Open(string? text)
    {
        if (text is not { Length: > 0 and < Longest })
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(_protector.Unprotect(Base64Url.DecodeFromChars(text)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
