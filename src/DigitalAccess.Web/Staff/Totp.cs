using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DigitalAccess.Web.Staff;

/// <summary>Time-based one-time codes as every authenticator makes them: SHA-1, six digits, thirty seconds (RFC 6238).</summary>
internal static class Totp
{
    public const int Digits = 6;
    private const int StepSeconds = 30;

    /// <summary>A clock may be one step off, and a person is slow (RFC 6238, section 5.2).</summary>
    private const int Tolerance = 1;

    /// <summary>160 bits, the length of the hash (RFC 4226, section 4, R6).</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(20);

    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    public static string CodeAt(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // HMAC-SHA-1 is what authenticators speak; as a MAC it is unbroken.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[19] & 0x0f)..]) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <returns>The time step that the code belongs to, or null when it is no code of these minutes.</returns>
    public static long? Match(byte[] secret, string? typed, DateTimeOffset now)
    {
        if (Clean(typed) is not { } code)
            return null;
        long? matched = null;
        var current = StepAt(now);
        for (var step = current - Tolerance; step <= current + Tolerance; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(secret, step)), code))
                matched = step;
        return matched;
    }

    /// <summary>The latest step that an honest clock could have written by now.</summary>
    public static long LatestPossible(DateTimeOffset now) => StepAt(now) + Tolerance;

    /// <summary>Authenticators show codes as "123 456", and people type them so.</summary>
    private static byte[]? Clean(string? typed)
    {
        if (typed is not { Length: >= Digits and <= 16 })
            return null;
        var digits = typed.Where(c => !char.IsWhiteSpace(c)).ToArray();
        return digits.Length == Digits && digits.All(char.IsAsciiDigit) ? Encoding.ASCII.GetBytes(digits) : null;
    }
}
