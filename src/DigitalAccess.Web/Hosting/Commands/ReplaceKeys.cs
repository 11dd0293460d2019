using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Saml.Certificates;

namespace DigitalAccess.Web.Hosting.Commands;

/// <summary>The emergency: whoever holds a signing key can sign patrons in anywhere, so no old one counts any more in minutes.</summary>
internal static class ReplaceKeys
{
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var from = await services.GetRequiredService<SigningKeyMaker>().ReplaceAllAsync(ct);
        await services.GetRequiredService<CertificateMaker>().ReplaceAllAsync(ct);
        await output.WriteLineAsync($"New signing keys are announced and sign from {from:u} on; from then on nothing that the old ones signed counts.");
        await output.WriteLineAsync("Vendors that fetch our keys and our SAML metadata by themselves need do nothing. Tell those that keep them by hand.");
        return 0;
    }
}
