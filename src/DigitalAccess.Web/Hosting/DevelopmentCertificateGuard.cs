using System.Security.Cryptography.X509Certificates;

namespace DigitalAccess.Web.Hosting;

/// <summary>Refuses to serve with the development certificates anywhere but in Development: anybody can make one like them.</summary>
internal sealed class DevelopmentCertificateGuard(IConfiguration configuration, IHostEnvironment environment) : IHostedService
{
    public const string Mark = "DEVELOPMENT ONLY";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
            return Task.CompletedTask;
        foreach (var section in new[] { configuration.GetSection("Kestrel:Certificates:Default") }
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e.GetSection("Certificate"))))
            if (section["Path"] is { } path && File.Exists(path) && IsMarked(path, section["Password"]))
                throw new InvalidOperationException($"The certificate '{path}' is for development only. Set Kestrel:Certificates:Default to your own.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsMarked(string path, string? password)
    {
        using var certificate = X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12
            ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
            : X509CertificateLoader.LoadCertificateFromFile(path);
        return $"{certificate.Subject} {certificate.Issuer}".Contains(Mark, StringComparison.Ordinal);
    }
}
