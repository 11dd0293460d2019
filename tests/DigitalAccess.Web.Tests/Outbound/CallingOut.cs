using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalAccess.Web.Outbound;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DigitalAccess.Web.Tests.Outbound;

/// <summary>What becomes of calls to addresses that somebody else wrote down, on real connections.</summary>
public sealed class CallingOut : IAsyncLifetime
{
    private readonly LogSink _logs = new();
    private readonly List<string> _lookedUp = [];
    private ForeignServer _server = null!;
    private WebApplication _app = null!;
    private Func<string, IPAddress[]> _names = _ => throw new SocketException((int)SocketError.HostNotFound);

    public async ValueTask InitializeAsync()
    {
        _server = await ForeignServer.StartAsync();
        _app = With(_server.Place);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_comes_as_it_is()
    {
        using var response = await CallAsync(_server.On("/here", "hello"));
        Assert.Equal("hello", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        _server.On("/inside", "secret");
        using var response = await CallAsync(_server.On("/away", http =>
        {
            http.Response.Redirect("/inside");
            return Task.CompletedTask;
        }));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(0, _server.Visits("/inside"));
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data/", "169.254.169.254")]
    [InlineData("https://127.0.0.1/", "127.0.0.1")]
    [InlineData("http://127.0.0.1:5432/", "127.0.0.1")]
    public async Task An_address_inside_is_never_connected_to(string target, string address)
    {
        using var watch = new OutboundWatch();
        await watch.AssertAwakeAsync();
        Assert.Equal(OutboundFault.Refused, (await FailAsync(new Uri(target))).Fault);
        Assert.False(watch.Saw(OutboundWatch.AsReported(IPAddress.Parse(address))));
    }

    [Fact]
    public async Task A_name_with_one_address_inside_is_refused_whatever_the_others_are()
    {
        using var watch = new OutboundWatch();
        await watch.AssertAwakeAsync();
        _names = _ => [IPAddress.Parse("203.0.114.77"), IPAddress.Parse("10.1.2.3")];
        var fault = await FailAsync(new Uri("https://vendor.example/jwks"));
        Assert.Equal((OutboundFault.Refused, "the address leads to a private network"), (fault.Fault, fault.Message));
        Assert.False(watch.Saw(OutboundWatch.AsReported(IPAddress.Parse("203.0.114.77"))));
        Assert.False(watch.Saw(OutboundWatch.AsReported(IPAddress.Parse("10.1.2.3"))));
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_that_is_called()
    {
        _server.On("/here", "hello");
        await using var app = With($"vendor.example:{_server.Address.Port}");
        _names = _ => _lookedUp.Count == 1 ? [IPAddress.Loopback] : [IPAddress.Parse("169.254.169.254")];
        using var response = await CallAsync(new Uri($"http://vendor.example:{_server.Address.Port}/here"), app: app);
        Assert.Equal("hello", await response.Content.ReadAsStringAsync());
        Assert.Equal(["vendor.example"], _lookedUp);
    }

    [Fact]
    public async Task A_name_that_the_operator_allowed_still_does_not_lead_to_the_clouds_metadata()
    {
        await using var app = With("vendor.example:443");
        _names = _ => [IPAddress.Parse("169.254.169.254")];
        Assert.Equal(OutboundFault.Refused, (await FailAsync(new Uri("https://vendor.example/"), app)).Fault);
    }

    [Fact, Trait("Case", "LAUNCH-011")]
    public async Task A_body_that_unpacks_to_more_than_fits_is_cut()
    {
        var fault = await FailAsync(_server.On("/bomb", async http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(http.Response.Body, CompressionLevel.SmallestSize);
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 64; i++)
                await packed.WriteAsync(zeros, http.RequestAborted);
        }));
        Assert.Equal((OutboundFault.TooLong, "the answer is longer than 256 KB"), (fault.Fault, fault.Message));
    }

    [Fact]
    public async Task A_request_says_how_long_its_answer_may_be()
    {
        var address = _server.On("/long", new string('x', 2000));
        Assert.Equal(OutboundFault.TooLong, (await FailAsync(address, longest: 1999)).Fault);
        using var response = await CallAsync(address, longest: 2000);
        Assert.Equal(2000, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task A_large_answer_can_pass_by_as_a_stream()
    {
        var address = _server.On("/stream", async http =>
        {
            await http.Response.WriteAsync("begins");
            await http.Response.Body.FlushAsync();
            for (var i = 0; i < 64; i++)
                await http.Response.Body.WriteAsync(new byte[16 * 1024]);
        });
        using var response = await StreamAsync(address, 6 + (1024 * 1024));
        await using var body = await response.Content.ReadAsStreamAsync();
        using var all = new MemoryStream();
        await body.CopyToAsync(all);
        Assert.Equal(6 + (1024 * 1024), all.Length);
        Assert.Throws<NotSupportedException>(() => body.Read(new byte[1], 0, 1));
    }

    [Theory]
    [InlineData("long", OutboundFault.TooLong, "the answer is longer than 1 KB")]
    [InlineData("packed", OutboundFault.TooLong, "the answer is longer than 1 KB")]
    [InlineData("slow", OutboundFault.TooSlow, "no whole answer came within 1 seconds")]
    [InlineData("broken", OutboundFault.NotReached, "the server cannot be reached or broke off")]
    public async Task What_goes_wrong_within_a_stream_is_told_like_any_fault(string how, object fault, string message)
    {
        var address = _server.On("/stream", async http =>
        {
            if (how == "packed")
            {
                http.Response.Headers.ContentEncoding = "gzip";
                await using var packed = new GZipStream(http.Response.Body, CompressionLevel.SmallestSize);
                await packed.WriteAsync(new byte[1025]);
                return;
            }

            await http.Response.Body.WriteAsync(new byte[how == "long" ? 1025 : 10]);
            await http.Response.Body.FlushAsync();
            if (how == "broken")
            {
                await Task.Delay(200);
                http.Abort();
            }
            else if (how == "slow")
            {
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        });
        var thrown = await Assert.ThrowsAsync<OutboundException>(async () =>
        {
            using var response = await StreamAsync(address, 1024);
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(Stream.Null);
        });
        Assert.Equal((fault, message), (thrown.Fault, thrown.Message));
    }

    [Fact]
    public async Task Headers_without_end_are_cut()
    {
        var fault = await FailAsync(_server.On("/headers", http =>
        {
            http.Response.Headers["X-Long"] = new string('x', 20_000);
            return Task.CompletedTask;
        }));
        Assert.Equal((OutboundFault.TooLong, "the answer's headers are too long"), (fault.Fault, fault.Message));
    }

    [Fact]
    public async Task An_answer_that_trickles_is_not_waited_for()
    {
        await using var app = With(_server.Place, ("DigitalAccess:Outbound:Timeout", "00:00:01"), ("DigitalAccess:Outbound:ConnectTimeout", "00:00:00.5"));
        var waited = Stopwatch.StartNew();
        var fault = await FailAsync(_server.On("/slow", async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync("x");
                await http.Response.Body.FlushAsync();
                await Task.Delay(100);
            }
        }), app);
        Assert.Equal((OutboundFault.TooSlow, "no whole answer came within 1 seconds"), (fault.Fault, fault.Message));
        Assert.InRange(waited.Elapsed.TotalSeconds, 0.9, 5);
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_not_told_of_a_fault()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var address = _server.On("/never", http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallAsync(address, ct: patience.Token));
    }

    [Fact]
    public async Task A_server_that_is_not_there_and_a_name_that_is_not_known_are_said()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var place = nobody.LocalEndpoint.ToString()!;
        nobody.Stop();
        await using var app = With(place);
        Assert.Equal("the server cannot be reached", (await FailAsync(new Uri($"http://{place}/"), app)).Message);
        Assert.Equal("the server's name is not known", (await FailAsync(new Uri("https://vendor.example/"), app)).Message);
    }

    [Fact]
    public async Task What_is_no_HTTP_is_no_answer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var rude = listener.AcceptTcpClientAsync().ContinueWith(async accepted =>
        {
            using var client = await accepted;
            await client.GetStream().ReadExactlyAsync(new byte[10]);
            await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.9 this is the secret banner\r\n"u8.ToArray());
        }, TaskScheduler.Default).Unwrap();
        await using var app = With(listener.LocalEndpoint.ToString()!);
        var fault = await FailAsync(new Uri($"http://{listener.LocalEndpoint}/"), app);
        Assert.Equal((OutboundFault.Garbled, "the answer cannot be read"), (fault.Fault, fault.Message));
        await rude;
    }

    /// <summary>A certificate can name an address from which to fetch its issuer's; a runtime left alone calls it.</summary>
    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_the_call_and_nothing_is_fetched_from_where_it_says()
    {
        var issuer = _server.On("/issuer.cer", "not a certificate");
        using var certificate = Unknown(issuer);
        await using var tls = await ForeignServer.StartAsync(certificate);
        tls.On("/here", "hello");
        await using var app = With(tls.Place);

        // Before, it is the server that looks for its own chain.
        var before = _server.Visits("/issuer.cer");
        var fault = await FailAsync(new Uri(tls.Address, "/here"), app);
        Assert.Equal((OutboundFault.NotReached, "the server has no certificate that is trusted"), (fault.Fault, fault.Message));
        Assert.Equal((0, before), (tls.Visits("/here"), _server.Visits("/issuer.cer")));
    }

    [Fact]
    public async Task Nobody_is_followed_from_call_to_call()
    {
        var seen = new List<string>();
        var address = _server.On("/who", http =>
        {
            seen.AddRange(http.Request.Headers.Keys);
            http.Response.Cookies.Append("id", "1");
            return Task.CompletedTask;
        });
        using var activity = new Activity("patron").Start();
        for (var i = 0; i < 2; i++)
            (await CallAsync(address)).Dispose();
        Assert.Equal(["Accept-Encoding", "Host"], seen.Distinct().Order());
    }

    [Fact]
    public async Task The_log_names_the_host_and_nothing_behind_it()
    {
        await FailAsync(new Uri("https://10.1.2.3/path-canary?key=query-canary"));
        (await CallAsync(new Uri(_server.On("/path-canary", "body-canary"), "?key=query-canary"))).Dispose();
        Assert.Contains(_logs.Ours, line => line.Contains("10.1.2.3", StringComparison.Ordinal));
        Assert.DoesNotContain(_logs.All, line => line.Contains("-canary", StringComparison.Ordinal));
    }

    [Fact]
    public void A_call_that_blocks_is_not_made()
    {
        using var http = Client(_app);
        using var request = new HttpRequestMessage(HttpMethod.Get, _server.Address);
        Assert.Throws<NotSupportedException>(() => http.Send(request));
    }

    private WebApplication With(string allow, params (string Name, string Value)[] settings) => Host.Build(
        "Host=nowhere",
        settings.Append(("DigitalAccess:Outbound:Allow:0", allow)).ToDictionary(s => s.Item1, s => (string?)s.Item2),
        services: services =>
        {
            services.AddLogging(logging => _logs.AddTo(logging, everyLine: true));
            services.Replace(ServiceDescriptor.Singleton<LookUp>((host, _) =>
            {
                _lookedUp.Add(host);
                return Task.FromResult(_names(host));
            }));
        });

    private static HttpClient Client(WebApplication app) => app.Services.GetRequiredService<IHttpClientFactory>().CreateClient(OutboundHandler.Client);

    private async Task<HttpResponseMessage> StreamAsync(Uri address, long longest)
    {
        using var http = Client(_app);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Options.Set(OutboundHandler.StreamBody, true);
        request.Options.Set(OutboundHandler.LongestBody, longest);
        request.Options.Set(OutboundHandler.Patience, TimeSpan.FromSeconds(1));
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<HttpResponseMessage> CallAsync(Uri address, int? longest = null, WebApplication? app = null, CancellationToken ct = default)
    {
        using var http = Client(app ?? _app);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (longest is { } bytes)
            request.Options.Set(OutboundHandler.LongestBody, bytes);
        return await http.SendAsync(request, ct);
    }

    private Task<OutboundException> FailAsync(Uri address, WebApplication? app = null, int? longest = null) =>
        Assert.ThrowsAsync<OutboundException>(() => CallAsync(address, longest, app));

    /// <summary>A server's certificate by an issuer that nobody knows, with the address where it can be fetched.</summary>
    private static X509Certificate2 Unknown(Uri issuer)
    {
        using var key = RSA.Create(2048);
        using var issuersKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [issuer.AbsoluteUri]));
        using var signed = request.Create(new X500DistinguishedName("CN=nobody's authority"), X509SignatureGenerator.CreateForRSA(issuersKey, RSASignaturePadding.Pkcs1),
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100), [1, 2, 3]);
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
