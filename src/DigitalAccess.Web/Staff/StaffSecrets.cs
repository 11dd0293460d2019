using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.Staff;

/// <summary>Seals authenticator secrets for the database: a copy of it makes no codes.</summary>
internal sealed class StaffSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("DigitalAccess.StaffTotpSecret");

    public string Seal(byte[] secret) => Convert.ToBase64String(_protector.Protect(secret));

    public byte[] Open(string text) => _protector.Unprotect(Convert.FromBase64String(text));
}
