using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace DigitalAccess.Web.Staff;

/// <summary>Verifies a password with the same work whether there is somebody to verify it for or not.</summary>
internal sealed class StaffPasswords(IPasswordHasher<StaffMember> hasher, StaffPasswords.Decoy decoy)
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA512, which Identity's hasher uses (Password Storage Cheat Sheet).</summary>
    public const int Iterations = 210_000;

    /// <summary>ASVS 5.0, 6.2.9 asks for at least 64; the end keeps anybody from feeding the hasher megabytes.</summary>
    private const int MostCharacters = 256;

    /// <returns>Whether the password is the member's; a stranger, a member without a password and an inactive one have none.</returns>
    public bool Verify(StaffMember? member, string? password, out bool rehash)
    {
        var typed = password is { Length: > 0 and <= MostCharacters } ? password : null;
        var hash = member is { Active: true, PasswordHash: { } own } ? own : null;
        var result = hasher.VerifyHashedPassword(member ?? decoy.Nobody, hash ?? decoy.HashBy(hasher), typed ?? "");
        rehash = result == PasswordVerificationResult.SuccessRehashNeeded;
        return hash is not null && typed is not null && result != PasswordVerificationResult.Failed;
    }

    public string Hash(StaffMember member, string password) => hasher.HashPassword(member, password);

    /// <summary>The hash of a password that nobody knows, made once per process.</summary>
    internal sealed class Decoy
    {
        private string? _hash;

        public StaffMember Nobody { get; } = new() { DisplayName = "", Role = StaffRole.Library };

        public string HashBy(IPasswordHasher<StaffMember> hasher) => _hash ??= hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(32));
    }
}
