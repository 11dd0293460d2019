using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions;

/// <summary>Finds the secrets that the files name, in section <c>Secrets</c> of the configuration (environment: <c>Secrets__NAME</c>).</summary>
internal sealed class RegionSecrets(IConfiguration configuration)
{
    public const string Section = "Secrets";

    /// <returns>The secret; null, with a fault noted, when it cannot be used.</returns>
    public string? Find(Placed<string> name, int shortest, Faults faults)
    {
        if (Checks.SecretName(name.Value) is not null)
            return null;
        var secret = configuration.GetSection(Section)[name.Value];
        var fault = secret switch
        {
            null or "" => $"the secret {name.Value} is not set; set the environment variable {Section}__{name.Value}",
            _ when secret.Trim() != secret => $"the secret {name.Value} begins or ends with a blank or a line break; remove it",
            _ when secret.Length < shortest => $"the secret {name.Value} is too short; make one of at least {shortest} random characters (openssl rand -base64 32)",
            _ => null,
        };
        if (fault is null)
            return secret;
        faults.Add(name.At, fault);
        return null;
    }
}
