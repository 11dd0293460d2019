using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>
/// What an unknown device must do for a try while its library is under attack: find a number (a second or two of
/// work for a phone, by script), or wait ten seconds on the page (without script). Each challenge is good once, and both
/// ways share a budget, so that an attacker with many machines gets no further than one with few.
/// </summary>
internal sealed class LoginChallenges(IDataProtectionProvider protection, LoginThrottle throttle, TimeProvider clock)
{
    /// <summary>Leading zero bits of SHA-256(challenge.answer) that an answer must give: 2^18 tries on average.</summary>
    public const int WorkBits = 18;

    public static readonly TimeSpan QueueTime = TimeSpan.FromSeconds(10);
    private static readonly ThrottleLimits Workers = ThrottleLimits.Budget(70);
    private static readonly ThrottleLimits Waiters = ThrottleLimits.Budget(30);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("DigitalAccess.LoginChallenge");

    public string Issue(Guid libraryId)
    {
        var content = new byte[16 + 8 + 16];
        libraryId.TryWriteBytes(content);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(16), clock.GetUtcNow().UtcTicks);
        RandomNumberGenerator.Fill(content.AsSpan(24));
        return Base64Url.EncodeToString(_protector.Protect(content));
    }

    public async Task<bool> IsMetAsync(Guid libraryId, string? challenge, string? answer, CancellationToken ct)
    {
        if (Open(challenge) is not { } content || new Guid(content.AsSpan(0, 16)) != libraryId)
            return false;
        var age = TimeSpan.FromTicks(clock.GetUtcNow().UtcTicks - BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(16)));
        if (age < TimeSpan.Zero || age > Lifetime)
            return false;
        var worked = IsSolution(challenge!, answer);
        if (!worked && age < QueueTime)
            return false;
        return await throttle.TryTakeAsync($"challenge {Convert.ToHexString(content)}", ThrottleLimits.Once, ct)
            && await throttle.TryTakeAsync($"{(worked ? "work" : "queue")} {libraryId}", worked ? Workers : Waiters, ct);
    }

    internal static bool IsSolution(string challenge, string? answer)
    {
        if (answer is not { Length: > 0 and <= 20 })
            return false;
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{challenge}.{answer}"));
        return BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt32BigEndian(hash)) >= WorkBits;
    }

    private byte[]? Open(string? challenge)
    {
        if (challenge is not { Length: > 0 and < 512 })
            return null;
        try
        {
            return _protector.Unprotect(Base64Url.DecodeFromChars(challenge)) is { Length: 40 } content ? content : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
