using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace DigitalAccess.Web.Tests.Hosting;

public sealed class StartingUp(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Theory]
    [InlineData("", "must be the address")]
    [InlineData("login.example.se", "must be the address")]
    [InlineData("http://login.example.se", "plain http")]
    [InlineData("https://login.example.se/path", "without a path")]
    [InlineData("https://user@login.example.se", "without a path")]
    public void A_wrong_origin_is_said_before_the_first_request(string origin, string fault)
    {
        var result = new BrokerOptionsValidator(new Environment("Development")).Validate(null, new BrokerOptions { Origin = origin });
        Assert.Contains(fault, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_the_settings_are_said_at_once()
    {
        var result = new BrokerOptionsValidator(new Environment("Production")).Validate(null, new BrokerOptions
        {
            Origin = "http://login.example.se", Proxy = new ProxyOptions { KnownProxies = ["proxy"], KnownNetworks = ["10.0.0.0"] }, RegionTimeZone = "Sweden", DataProtectionCertificate = "/nowhere.pfx",
        });
        Assert.Equal(5, result.Failures!.Count());
    }

    [Fact]
    public void Outside_development_the_keys_in_the_database_must_be_wrapped()
    {
        var options = new BrokerOptions { Origin = "https://login.example.se" };
        Assert.Contains("infra/make-secrets", new BrokerOptionsValidator(new Environment("Production")).Validate(null, options).FailureMessage, StringComparison.Ordinal);
        Assert.True(new BrokerOptionsValidator(new Environment("Development")).Validate(null, options).Succeeded);
    }

    [Fact]
    public async Task Probes_may_ask_by_address_and_nobody_else()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{world.App.Origin.Port}") };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/login")).StatusCode);
    }

    [Theory]
    [InlineData("Production", "O=DigitalAccess DEVELOPMENT ONLY, CN=localhost", true)]
    [InlineData("Development", "O=DigitalAccess DEVELOPMENT ONLY, CN=localhost", false)]
    [InlineData("Production", "O=Habo kommun, CN=login.example.se", false)]
    public async Task A_development_certificate_is_refused_outside_development(string environment, string subject, bool refused)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, "secret"));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Kestrel:Certificates:Default:Path"] = file, ["Kestrel:Certificates:Default:Password"] = "secret",
        }).Build();
        var guard = new DevelopmentCertificateGuard(configuration, new Environment(environment));
        var fault = await Record.ExceptionAsync(() => guard.StartAsync(CancellationToken.None));
        if (refused)
            Assert.IsType<InvalidOperationException>(fault);
        else
            Assert.Null(fault);
        File.Delete(file);
    }

    [Fact]
    public async Task Every_answer_carries_the_strict_headers()
    {
        using var browser = world.App.Browser();
        foreach (var path in new[] { "/login", "/login/habo", "/no-such-page", "/css/site.css" })
        {
            var answer = await browser.GetAsync(path);
            var policy = answer.Headers["Content-Security-Policy"];
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        }
    }

    [Fact]
    public async Task The_style_sheet_is_not_empty_and_may_be_kept()
    {
        using var browser = world.App.Browser();
        var sheet = await browser.GetAsync("/css/site.css");
        Assert.Equal(HttpStatusCode.OK, sheet.Status);
        Assert.NotEmpty(sheet.Body);
        Assert.DoesNotContain("no-store", sheet.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;
        public string ApplicationName { get; set; } = "digitalaccess";
        public string ContentRootPath { get; set; } = "/";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
