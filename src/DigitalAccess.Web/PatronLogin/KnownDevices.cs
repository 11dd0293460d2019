using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// The device cookie: proof that this browser has opened this card before, so that strangers who guess at the card
/// cannot lock its owner out (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
/// </summary>
internal sealed class KnownDevices(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string CookieName = "__Host-da_device";
    private const int IdLength = 16;
    private const int TagLength = 16;
    private const int MostCards = 6;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("DigitalAccess.KnownDevice").ToTimeLimitedDataProtector();

    /// <summary>The device's id when it is known for the card, else null.</summary>
    public string? Find(HttpContext http, byte[] cardKey)
    {
        var content = Read(http);
        if (content is null)
            return null;
        for (var at = IdLength; at + TagLength <= content.Length; at += TagLength)
            if (CryptographicOperations.FixedTimeEquals(content.AsSpan(at, TagLength), cardKey.AsSpan(0, TagLength)))
                return Convert.ToHexString(content.AsSpan(0, IdLength));
        return null;
    }

    public void Remember(HttpContext http, byte[] cardKey)
    {
        var old = Read(http) ?? RandomNumberGenerator.GetBytes(IdLength);
        var others = old.Skip(IdLength).Chunk(TagLength).Where(tag => !tag.AsSpan().SequenceEqual(cardKey.AsSpan(0, TagLength))).Take(MostCards - 1);
        byte[] content = [.. old.Take(IdLength), .. cardKey.Take(TagLength), .. others.SelectMany(tag => tag)];
        var expires = clock.GetUtcNow() + Lifetime;
        http.Response.Cookies.Append(CookieName, Convert.ToBase64String(_protector.Protect(content, expires)), new CookieOptions
        {
            HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", Expires = expires, IsEssential = true,
        });
    }

    private byte[]? Read(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 and < 1024 } cookie)
            return null;
        try
        {
            return _protector.Unprotect(Convert.FromBase64String(cookie));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
