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
        if (options.DataProtectionCertificate is { } file && File.Exists(file))
            protection.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(file, options.DataProtectionCertificatePassword));
        return services;
    }
}
