using System.Collections.Concurrent;
using DigitalAccess.Simulators;
using DigitalAccess.Simulators.Vendors;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Oidc.Logout;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>
/// Habo's stage with vendors that are told: a newspaper on Microsoft's own handler, and as many as a test wants on a server
/// that answers as the test says. The node has the role web; what a worker does, a test has it do, or starts one.
/// </summary>
public sealed class LogoutStage(TestCluster cluster) : IAsyncLifetime
{
    private int _clients;

    internal HaboWorld Habo { get; private set; } = null!;
    internal BrokerApp App => Habo.App;
    internal ForeignServer Server { get; private set; } = null!;
    internal OidcVendorOptions Newspaper { get; private set; } = null!;
    internal Uri NewspaperAddress { get; private set; } = null!;
    internal OidcVendor Vendor { get; set; } = null!;
    internal LogoutDispatch Worker => App.Services.GetRequiredService<LogoutDispatch>();

    public async ValueTask InitializeAsync()
    {
        Server = await ForeignServer.StartAsync();
        var port = FreePort.Take();
        NewspaperAddress = new Uri($"http://127.0.0.1:{port}/");
        Habo = new HaboWorld(cluster)
        {
            Settings = new()
            {
                ["DigitalAccess:Outbound:Allow:0"] = Server.Place,
                ["DigitalAccess:Outbound:Allow:1"] = NewspaperAddress.Authority,
                ["DigitalAccess:Outbound:Timeout"] = "00:00:04",
            },
        };
        await Habo.InitializeAsync();
        await App.Given.LicenceAsync(await App.Given.OidcResourceAsync("tidningen", $"{NewspaperAddress}signin-oidc", p =>
        {
            p.BackChannelLogoutUri = $"{NewspaperAddress}backchannel-logout";
            p.PostLogoutRedirectUris = [$"{NewspaperAddress}signout-callback-oidc"];
        }));
        Newspaper = new OidcVendorOptions { Name = "Tidningen", Authority = App.Origin.AbsoluteUri, ClientId = "tidningen", ClientSecret = Given.ClientSecret, Port = port };
        Vendor = await OidcVendor.StartAsync(Newspaper);
    }

    public async ValueTask DisposeAsync()
    {
        await Vendor.DisposeAsync();
        await Habo.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>A vendor that is told at a path of its own, where it notes the tokens and answers as it is set to.</summary>
    internal async Task<ToldVendor> ToldAsync(Action<RelyingParty>? with = null)
    {
        var vendor = new ToldVendor(this, $"told-{Interlocked.Increment(ref _clients)}");
        await App.Given.LicenceAsync(await App.Given.OidcResourceAsync(vendor.Id, vendor.Redirect, p =>
        {
            p.BackChannelLogoutUri = new Uri(Server.Address, vendor.Path).AbsoluteUri;
            p.PostLogoutRedirectUris = [$"https://{vendor.Id}.example/bye"];
            with?.Invoke(p);
        }));
        return vendor;
    }

    internal async Task<Browser> SignedInAsync(string scenario = "Adult", bool shared = false)
    {
        var browser = App.Browser();
        await GiveCardAsync(browser, scenario, shared);
        return browser;
    }

    internal async Task GiveCardAsync(Browser browser, string scenario = "Adult", bool shared = false)
    {
        var patron = Habo.Ils.Patron(scenario);
        Assert.Equal("/", (await browser.GiveCardAsync("habo", patron.Card, patron.Pin, shared)).Address.AbsolutePath);
    }

    internal static async Task<Answer> SignOutAsync(Browser browser) => await browser.SubmitAsync(await browser.GetAsync("/signout"), []);

    /// <summary>What a worker does in its two seconds, until nothing that is due is left.</summary>
    internal async Task WorkAsync()
    {
        await Worker.RoundAsync(CancellationToken.None);
        await Worker.SettleAsync();
    }

    internal Task<List<LogoutNotice>> NoticesAsync(string client) =>
        App.WithDbAsync(db => db.LogoutNotices.AsNoTracking().Where(n => n.Recipient == client).OrderBy(n => n.CreatedAt).ToListAsync());
}

internal sealed class ToldVendor
{
    private readonly ConcurrentQueue<string> _tokens = new();
    private readonly LogoutStage _stage;
    private RequestDelegate _answer = _ => Task.CompletedTask;

    public ToldVendor(LogoutStage stage, string id)
    {
        (_stage, Id) = (stage, id);
        stage.Server.On(Path, async http =>
        {
            Assert.Equal((HttpMethods.Post, "application/x-www-form-urlencoded"), (http.Request.Method, http.Request.ContentType));
            var form = await http.Request.ReadFormAsync();
            Assert.Equal(["logout_token"], form.Keys);
            _tokens.Enqueue(form["logout_token"]!);
            await _answer(http);
        });
    }

    public string Id { get; }
    public string Path => $"/{Id}/backchannel";
    public string Redirect => $"https://{Id}.example/cb";
    public IReadOnlyList<string> Tokens => [.. _tokens];

    public void Answers(RequestDelegate answer) => _answer = answer;

    public void Answers(int status, string body = "") => Answers(http =>
    {
        http.Response.StatusCode = status;
        return body.Length > 0 ? http.Response.WriteAsync(body) : Task.CompletedTask;
    });

    /// <summary>The patron opens it, and it redeems its code.</summary>
    public async Task<TokenAnswer> OpenedAsync(Browser browser, params (string, string?)[] changes)
    {
        var client = new OidcClient(_stage.App, Id, Redirect);
        var answer = await client.AuthorizeAsync(browser, changes);
        Assert.True(answer.Location is not null, $"no redirect to the client: {answer.Status} {answer.Text}");
        var tokens = await client.RedeemAsync(answer.Query["code"]);
        Assert.Equal(200, tokens.Status);
        return tokens;
    }
}
