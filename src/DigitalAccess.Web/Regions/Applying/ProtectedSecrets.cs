using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.Regions.Applying;

/// <summary>Secrets that we must be able to say to somebody else, encrypted at rest.</summary>
internal sealed class ProtectedSecrets(IDataProtectionProvider protection, string purpose)
{
    private readonly IDataProtector _protector = protection.CreateProtector(purpose);

    public string? Protect(string? secret) => secret is null ? null : _protector.Protect(secret);

    public bool Holds(string? kept, string? secret)
    {
        if (kept is null)
            return secret is null;
        try
        {
            return _protector.Unprotect(kept) == secret;
        }
        catch (CryptographicException)
        {
            // Written with a key that is gone: nobody can read it, so it is written anew.
            return false;
        }
    }
}
