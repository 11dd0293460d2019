using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Ils.Sip2;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>The health check and TLS.</summary>
public sealed class CheckingTheConnection
{
    [Fact]
    public async Task A_sound_connection_is_online_without_any_patron_request()
    {
        await using var rig = new Rig();

        var health = await rig.Verifier.CheckAsync(TestContext.Current.CancellationToken);

        Assert.True(health is { Online: true, Outage: null, Fault: null });
        Assert.InRange(health.RoundTrip, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.NotNull(health.ClockSkew);
        Assert.Equal(0, rig.Ils.PatronRequests);
    }

    [Fact]
    public async Task A_check_logs_in_anew_and_never_needs_more_connections_than_a_login()
    {
        await using var rig = new Rig(s => s with { MaxConnections = 1 });
        await rig.Verify("Adult");
        await rig.Verifier.CheckAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, rig.Ils.Logins);
        await Eventually.HoldsAsync(() => rig.Ils.OpenConnections == 0, "the connection is closed");
    }

    [Fact]
    public async Task Each_way_of_not_being_online_is_told_apart()
    {
        await using var rig = new Rig(Rig.Impatient);

        Assert.Equal(OutageKind.OfflineStatus, (await CheckWith(Sip2Fault.Offline)).Outage);
        Assert.Equal(OutageKind.Timeout, (await CheckWith(Sip2Fault.NeverAnswer)).Outage);
        Assert.Equal(ConfigFault.LoginRefused, (await CheckWith(Sip2Fault.RefuseLogin)).Fault);

        async Task<ConnectionHealth> CheckWith(Sip2Fault fault)
        {
            rig.Ils.Fault = fault;
            return await rig.Verifier.CheckAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_pinned_certificate_protects_several_logins_on_one_connection()
    {
        using var certificate = SelfSigned.For("localhost");
        await using var rig = new Rig(s => s with { Tls = TlsMode.Pinned, PinnedCertificateSha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256) }, o => o with { Certificate = certificate });

        for (var i = 0; i < 3; i++)
            Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.Equal(1, rig.Ils.Connections);
    }

    [Fact]
    public async Task A_server_that_wants_a_client_certificate_gets_ours_and_turns_others_away()
    {
        using var server = SelfSigned.For("localhost");
        using var ours = SelfSigned.For("broker");
        var file = Path.Combine(AppContext.BaseDirectory, "throw-away-client.pem");
        using (var key = ours.GetECDsaPrivateKey())
            await File.WriteAllTextAsync(file, ours.ExportCertificatePem() + "\n" + key!.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        SimulatedIlsOptions Strict(SimulatedIlsOptions o) => o with { Certificate = server, WantsClientCertificate = true };
        Sip2Settings Pinned(Sip2Settings s) => s with { Tls = TlsMode.Pinned, PinnedCertificateSha256 = server.GetCertHashString(HashAlgorithmName.SHA256) };

        await using var known = new Rig(s => Pinned(s) with { ClientCertificateFile = file }, Strict);
        await using var unknown = new Rig(Pinned, Strict);
        await using var broken = new Rig(s => Pinned(s) with { ClientCertificateFile = typeof(Rig).Assembly.Location }, Strict);

        Assert.IsType<PatronVerification.Authenticated>(await known.Verify("Adult"));
        Assert.IsType<PatronVerification.IlsUnavailable>(await unknown.Verify("Adult"));
        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.CertificateFile), await broken.Verify("Adult"));
        Assert.Equal(0, broken.Ils.Connections);
    }

    [Fact]
    public async Task A_key_that_we_may_not_read_is_a_misconfiguration_and_mending_it_needs_no_restart()
    {
        using var server = SelfSigned.For("localhost");
        var (certificate, key) = await WriteClientAsync("unreadable");
        File.Move(key, key + ".real");
        Directory.CreateDirectory(key);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = new Rig(
            s => s with { Tls = TlsMode.Pinned, PinnedCertificateSha256 = server.GetCertHashString(HashAlgorithmName.SHA256), ClientCertificateFile = certificate, ClientKeyFile = key },
            o => o with { Certificate = server, WantsClientCertificate = true }, clock: clock);

        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.CertificateFile), await rig.Verify("Adult"));
        Assert.Equal(ConfigFault.CertificateFile, (await rig.Verifier.CheckAsync(TestContext.Current.CancellationToken)).Fault);

        Directory.Delete(key);
        File.Move(key + ".real", key);
        clock.Advance(TimeSpan.FromSeconds(16));
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
    }

    [Fact]
    public async Task The_client_certificate_is_read_once()
    {
        using var server = SelfSigned.For("localhost");
        var (certificate, key) = await WriteClientAsync("once");
        await using var rig = new Rig(
            s => s with { Tls = TlsMode.Pinned, PinnedCertificateSha256 = server.GetCertHashString(HashAlgorithmName.SHA256), ClientCertificateFile = certificate, ClientKeyFile = key, IdleLife = TimeSpan.Zero },
            o => o with { Certificate = server, WantsClientCertificate = true });
        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        File.Delete(key);

        Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));
        Assert.Equal(2, rig.Ils.Connections);
    }

    [Fact]
    public async Task With_a_pinned_authority_its_certificates_are_trusted_for_their_name_and_no_others()
    {
        using var ours = SelfSigned.For("localhost");
        using var other = SelfSigned.For("localhost");
        var file = Path.Combine(AppContext.BaseDirectory, "throw-away-authority.pem");
        await File.WriteAllTextAsync(file, ours.ExportCertificatePem(), TestContext.Current.CancellationToken);
        Sip2Settings Pinned(Sip2Settings s) => s with { Tls = TlsMode.PinnedCa, CaCertificateFile = file, TlsName = "localhost" };

        await using var known = new Rig(Pinned, o => o with { Certificate = ours });
        await using var foreign = new Rig(Pinned, o => o with { Certificate = other });
        await using var misnamed = new Rig(s => Pinned(s) with { TlsName = "sip.example.org" }, o => o with { Certificate = ours });
        await using var broken = new Rig(s => Pinned(s) with { CaCertificateFile = typeof(Rig).Assembly.Location }, o => o with { Certificate = ours });

        Assert.IsType<PatronVerification.Authenticated>(await known.Verify("Adult"));
        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.Tls), await foreign.Verify("Adult"));
        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.TlsName), await misnamed.Verify("Adult"));
        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.CertificateFile), await broken.Verify("Adult"));
    }

    private static async Task<(string Certificate, string Key)> WriteClientAsync(string name)
    {
        using var ours = SelfSigned.For("broker");
        using var key = ours.GetECDsaPrivateKey();
        var file = Path.Combine(AppContext.BaseDirectory, $"throw-away-{name}");
        await File.WriteAllTextAsync(file + ".pem", ours.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file + ".key", key!.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        return (file + ".pem", file + ".key");
    }

    [Fact]
    public async Task A_certificate_other_than_the_pinned_one_is_refused_and_nothing_is_sent()
    {
        using var certificate = SelfSigned.For("localhost");
        using var other = SelfSigned.For("localhost");
        await using var rig = new Rig(s => s with { Tls = TlsMode.Pinned, PinnedCertificateSha256 = other.GetCertHashString(HashAlgorithmName.SHA256) }, o => o with { Certificate = certificate });

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.Tls), await rig.Verify("Adult"));
        Assert.Equal(0, rig.Ils.Logins);
    }

    [Fact]
    public async Task A_certificate_that_no_trusted_root_signed_is_refused()
    {
        using var certificate = SelfSigned.For("127.0.0.1");
        await using var rig = new Rig(s => s with { Tls = TlsMode.SystemRoots }, o => o with { Certificate = certificate });

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.Tls), await rig.Verify("Adult"));
        Assert.Equal(0, rig.Ils.Logins);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_a_misconfiguration()
    {
        using var certificate = SelfSigned.For("127.0.0.1");
        await using var rig = new Rig(s => s with { Tls = TlsMode.SystemRoots }, o => o with { Certificate = certificate });
        rig.Ils.Fault = Sip2Fault.WrongCertificateName;

        Assert.Equal(new PatronVerification.Misconfigured(ConfigFault.TlsName), await rig.Verify("Adult"));
        Assert.Equal(0, rig.Ils.Logins);
    }

    [Fact]
    public async Task TLS_to_a_plain_port_is_an_outage_of_TLS()
    {
        await using var rig = new Rig(s => s with { Tls = TlsMode.SystemRoots, ConnectTimeout = TimeSpan.FromMilliseconds(400) });

        var outcome = Assert.IsType<PatronVerification.IlsUnavailable>(await rig.Verify("Adult"));
        Assert.True(outcome.Kind is OutageKind.Tls or OutageKind.Timeout);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    public async Task Addresses_that_no_library_system_has_are_never_connected_to(string host)
    {
        await using var rig = new Rig(s => s with { Host = host });

        Assert.Equal(new PatronVerification.IlsUnavailable(OutageKind.ConnectFailed), await rig.Verify("Adult"));
        Assert.Equal(0, rig.Ils.Connections);
    }

    /// <summary>The rule alone: a connection to such an address fails of itself on most machines, forbidden or not.</summary>
    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("169.254.0.1", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("fe80::1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("0.1.2.3", true)]
    [InlineData("::", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("ff02::1", true)]
    [InlineData("169.253.255.255", false)]
    [InlineData("169.255.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("223.255.255.255", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    public void An_address_is_forbidden_in_whichever_way_it_is_written(string address, bool forbidden)
    {
        Assert.Equal(forbidden, HostAddress.IsForbidden(address));
        Assert.Equal(forbidden, HostAddress.IsForbidden(System.Net.IPAddress.Parse(address)));
    }
}
