using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.Keys;

internal static class KeysExtensions
{
    /// <summary>
    /// Data Protection keys live in the database, shared by all nodes. Only <c>migrate</c> and the worker make new ones:
    /// nodes that start together would otherwise each make a key that the others do not know yet.
    /// </summary>
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<KeyRing>();
        services.AddScoped<DataProtectionRotation>();
        var options = configuration.GetSection(BrokerOptions.Section).Get<BrokerOptions>() ?? new BrokerOptions();
        var protection = services.AddDataProtection()
            .SetApplicationName("DigitalAccess")
            .PersistKeysToDbContext<DigitalAccessDb>()
            .DisableAutomaticKeyGeneration();
        if (options.DataProtectionCertificate is not { } file)
            return services;
        protection.ProtectKeysWithCertificate(Load(file, options));
        if (options.EarlierDataProtectionCertificates.Count > 0)
            protection.UnprotectKeysWithAnyCertificate([.. options.EarlierDataProtectionCertificates.Select(f => Load(f, options))]);
        return services;
    }

    private static X509Certificate2 Load(string file, BrokerOptions options)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, options.DataProtectionCertificatePassword);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"DigitalAccess: the certificate '{file}' for Data Protection cannot be read: {e.Message}", e);
        }
    }
}
