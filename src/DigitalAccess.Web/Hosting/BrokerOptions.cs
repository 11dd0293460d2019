using System.Net;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Hosting;

/// <summary>How this process takes part in the service; section <c>DigitalAccess</c> of the configuration.</summary>
internal sealed class BrokerOptions
{
    public const string Section = "DigitalAccess";

    public ProcessRole Role { get; set; } = ProcessRole.All;

    /// <summary>
    /// The address that patrons and vendors see, without a path: issuer of every token and the only host name answered to.
    /// Plain http is for localhost.
    /// </summary>
    public string Origin { get; set; } = "";

    /// <summary>The region's own name, in every page's heading.</summary>
    public string RegionName { get; set; } = "DigitalAccess";

    /// <summary>IANA time zone of the region's own pages; each library has its own.</summary>
    public string RegionTimeZone { get; set; } = "Europe/Stockholm";

    public ProxyOptions Proxy { get; set; } = new();

    /// <summary>
    /// PFX file whose certificate wraps the Data Protection keys in the database, and so everything that is sealed with
    /// them: without the file, a copy of the database opens nothing. Required outside Development.
    /// </summary>
    public string? DataProtectionCertificate { get; set; }

    /// <summary>Password of this PFX file and of the earlier ones.</summary>
    public string? DataProtectionCertificatePassword { get; set; }

    /// <summary>PFX files that wrapped keys before; kept until the last of those keys has ended, and what they sealed is sealed anew.</summary>
    public List<string> EarlierDataProtectionCertificates { get; set; } = [];

    /// <summary>
    /// Clients with a secret or keys that get codes without PKCE: those of the OpenID Foundation's certification suite, most of
    /// whose modules send none. Set for a certification run and never where patrons are; no region file can say it.
    /// </summary>
    public List<string> ConformanceClients { get; set; } = [];

    public bool IsSecureOrigin => new Uri(Origin).Scheme == Uri.UriSchemeHttps;

    public DateTimeOffset InRegion(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(RegionTimeZone));

    public DateOnly RegionDate(DateTimeOffset instant) => DateOnly.FromDateTime(InRegion(instant).DateTime);

    /// <summary>The issuer identifier: the origin, with the slash that an empty path has.</summary>
    public string Issuer => new Uri(Origin).AbsoluteUri;
}

internal enum ProcessRole
{
    All,
    Web,
    Worker,
}

/// <summary>Whose word on the patron's address and the original scheme is taken.</summary>
internal sealed class ProxyOptions
{
    public List<string> KnownProxies { get; set; } = [];
    public List<string> KnownNetworks { get; set; } = [];
}

/// <summary>Finds every fault before the first request, and says what to write instead.</summary>
internal sealed class BrokerOptionsValidator(IHostEnvironment environment) : IValidateOptions<BrokerOptions>
{
    public ValidateOptionsResult Validate(string? name, BrokerOptions options)
    {
        var faults = OriginFaults(options.Origin).ToList();
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.RegionTimeZone, out _))
            faults.Add($"DigitalAccess:RegionTimeZone '{options.RegionTimeZone}' is not known; write an IANA name such as Europe/Stockholm.");
        faults.AddRange(options.Proxy.KnownProxies.Where(p => !IPAddress.TryParse(p, out _))
            .Select(p => $"DigitalAccess:Proxy:KnownProxies holds '{p}', which is not an IP address."));
        faults.AddRange(options.Proxy.KnownNetworks.Where(n => !IPNetwork.TryParse(n, out _))
            .Select(n => $"DigitalAccess:Proxy:KnownNetworks holds '{n}'; write a network such as 10.0.0.0/8."));
        if (options.DataProtectionCertificate is null && !environment.IsDevelopment())
            faults.Add("DigitalAccess:DataProtectionCertificate must name a PFX file; infra/make-secrets makes one.");
        faults.AddRange(options.EarlierDataProtectionCertificates.Prepend(options.DataProtectionCertificate ?? "").Where(f => f.Length > 0 && !File.Exists(f))
            .Select(f => $"DigitalAccess: the certificate '{f}' for Data Protection is not there."));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> OriginFaults(string origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            yield return "DigitalAccess:Origin must be the address that patrons see, such as https://login.example.se.";
            yield break;
        }

        if (uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            yield return $"DigitalAccess:Origin '{origin}' must be scheme and host only, without a path.";
        if (uri.Scheme == "http" && !uri.IsLoopback)
            yield return $"DigitalAccess:Origin '{origin}' is plain http; only localhost may be (RFC 9700, section 2.6).";
    }
}
