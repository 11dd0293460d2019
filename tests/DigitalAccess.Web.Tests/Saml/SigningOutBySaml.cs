using System.Net;
using DigitalAccess.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>SAML Profiles 4.4, both ways round.</summary>
public sealed class SigningOutBySaml(SamlWorld world) : IClassFixture<SamlWorld>
{
    private const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";

    [Fact]
    public async Task A_patron_who_signs_out_here_is_led_to_each_vendor_and_back_and_sees_them_close()
    {
        using var browser = await world.Habo.SignedInAsync();
        var first = await world.SignInAsync(browser, world.Plain);
        var second = await world.SignInAsync(browser, world.Signing);
        var page = await SignOutAsync(browser);
        Assert.Contains("plain", page.Text, StringComparison.Ordinal);

        var told = new List<string>();
        for (var visit = 0; visit < 2; visit++)
        {
            var away = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")));
            var party = away.Location!.Host.StartsWith("plain", StringComparison.Ordinal) ? world.Plain : world.Signing;
            Assert.StartsWith(party.Slo, away.Location.AbsoluteUri, StringComparison.Ordinal);
            var request = await VerifiedAsync(away.Location, "SAMLRequest");
            var signedIn = party == world.Plain ? first : second;
            Assert.Equal((signedIn.NameId, signedIn.SessionIndex), (request.One("//a:NameID"), request.One("//p:SessionIndex")));
            Assert.Equal(signedIn.One("//a:Subject/a:NameID/@Format"), request.One("//a:NameID/@Format"));
            Assert.Equal((party.Slo, party.Issuer()), (request.One("/p:LogoutRequest/@Destination"), request.One("//a:Issuer")));
            told.Add(party.Slug);
            page = await browser.GetAsync(SamlParty.Redirect($"{party.Issuer()}/slo", party.LogoutResponse(request.One("/p:LogoutRequest/@ID")), signed: true, parameter: "SAMLResponse"));
            Assert.Equal("/signedout", page.Address.AbsolutePath);
        }

        Assert.Equal(["plain", "signing"], told.Order(StringComparer.Ordinal));
        Assert.Contains("closed", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/signedout/next", page.Body, StringComparison.Ordinal);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_vendor_that_says_no_or_says_it_unsigned_or_for_another_is_not_closed()
    {
        using var browser = await world.Habo.SignedInAsync();
        await world.SignInAsync(browser, world.Plain);
        var page = await SignOutAsync(browser);
        var away = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")));
        var id = (await VerifiedAsync(away.Location!, "SAMLRequest")).One("/p:LogoutRequest/@ID");
        var notice = Guid.Parse(id.AsSpan(1));

        var unsigned = await browser.GetAsync(SamlParty.Redirect($"{world.Plain.Issuer()}/slo", world.Plain.LogoutResponse(id), parameter: "SAMLResponse"));
        Assert.Equal(HttpStatusCode.BadRequest, unsigned.Status);
        var foreign = await browser.GetAsync(SamlParty.Redirect($"{world.Signing.Issuer()}/slo", world.Signing.LogoutResponse(id), signed: true, parameter: "SAMLResponse"));
        Assert.DoesNotContain("All services are closed", foreign.Text, StringComparison.Ordinal);
        var state = await world.App.WithDbAsync(db => db.LogoutNotices.Where(n => n.Id == notice).Select(n => n.State).SingleAsync());
        Assert.Equal(DigitalAccess.Web.Logout.LogoutState.Waiting, state);

        await browser.GetAsync(SamlParty.Redirect($"{world.Plain.Issuer()}/slo", world.Plain.LogoutResponse(id, status: "urn:oasis:names:tc:SAML:2.0:status:Responder"), signed: true, parameter: "SAMLResponse"));
        state = await world.App.WithDbAsync(db => db.LogoutNotices.Where(n => n.Id == notice).Select(n => n.State).SingleAsync());
        Assert.Equal(DigitalAccess.Web.Logout.LogoutState.GivenUp, state);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_vendor_signs_the_patron_out_everywhere(bool byForm)
    {
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, world.Plain);
        var request = world.Plain.LogoutRequest(SamlParty.NewId(), answer.NameId, answer.SessionIndex);
        var away = await UntilAwayAsync(browser, byForm
            ? new HttpRequestMessage(HttpMethod.Post, $"{world.Plain.Issuer()}/slo") { Content = new FormUrlEncodedContent(SamlParty.Form(SamlParty.Signed(request), "state")) }
            : new HttpRequestMessage(HttpMethod.Get, SamlParty.Redirect($"{world.Plain.Issuer()}/slo", request, "state", signed: true)));
        var response = await VerifiedAsync(away.Location!, "SAMLResponse");
        Assert.Equal([Success], response.Nodes("//p:StatusCode/@Value"));
        Assert.Equal("state", away.Query["RelayState"]);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Other_vendors_are_told_before_the_one_that_asked_is_answered()
    {
        using var browser = await world.Habo.SignedInAsync();
        var asking = await world.SignInAsync(browser, world.Plain);
        await world.SignInAsync(browser, world.Signing);
        var page = await browser.GetAsync(SamlParty.Redirect($"{world.Plain.Issuer()}/slo", world.Plain.LogoutRequest(SamlParty.NewId(), asking.NameId, asking.SessionIndex), signed: true));
        Assert.Equal("/signedout", page.Address.AbsolutePath);
        var away = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/signedout/next")));
        Assert.StartsWith(world.Signing.Slo, away.Location!.AbsoluteUri, StringComparison.Ordinal);
        var id = (await VerifiedAsync(away.Location, "SAMLRequest")).One("/p:LogoutRequest/@ID");
        page = await browser.GetAsync(SamlParty.Redirect($"{world.Signing.Issuer()}/slo", world.Signing.LogoutResponse(id), signed: true, parameter: "SAMLResponse"));
        away = await UntilAwayAsync(browser, new HttpRequestMessage(HttpMethod.Get, page.LinkStartingWith("/saml/habo/slo/done")));
        Assert.Equal([Success], (await VerifiedAsync(away.Location!, "SAMLResponse")).Nodes("//p:StatusCode/@Value"));
    }

    [Fact]
    public async Task A_vendor_that_could_not_be_told_makes_it_a_partial_logout()
    {
        var silent = await world.PartyAsync(new SamlParty(world.App, "silent") { LogoutBinding = null });
        using var browser = await world.Habo.SignedInAsync();
        var asking = await world.SignInAsync(browser, world.Plain);
        await world.SignInAsync(browser, silent);
        var away = await UntilAwayAsync(browser, new HttpRequestMessage(
            HttpMethod.Get, SamlParty.Redirect($"{world.Plain.Issuer()}/slo", world.Plain.LogoutRequest(SamlParty.NewId(), asking.NameId, asking.SessionIndex), signed: true)));
        Assert.Equal([Success, "urn:oasis:names:tc:SAML:2.0:status:PartialLogout"], (await VerifiedAsync(away.Location!, "SAMLResponse")).Nodes("//p:StatusCode/@Value"));
    }

    /// <summary>SAML V2.0 Asynchronous Single Logout Protocol Extension 1.0: Shibboleth's service provider asks so by default.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_vendor_that_wants_no_answer_gets_none_and_the_patron_reads_how_it_went(bool another)
    {
        using var browser = await world.Habo.SignedInAsync();
        var mine = await world.SignInAsync(browser, world.Plain);
        if (another)
            await world.SignInAsync(browser, world.Signing);
        var wish = world.Plain.LogoutRequest(SamlParty.NewId(), mine.NameId, mine.SessionIndex)
            .Replace("<saml:NameID>", "<samlp:Extensions><aslo:Asynchronous xmlns:aslo=\"urn:oasis:names:tc:SAML:2.0:protocol:ext:async-slo\"/></samlp:Extensions><saml:NameID>", StringComparison.Ordinal);
        var page = await browser.GetAsync(SamlParty.Redirect($"{world.Plain.Issuer()}/slo", wish, signed: true));
        Assert.Equal("/signedout", page.Address.AbsolutePath);
        Assert.Equal(another, page.Body.Contains("/signedout/next", StringComparison.Ordinal));
        Assert.DoesNotContain("slo/done", page.Body, StringComparison.Ordinal);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task The_answer_is_the_same_whether_or_not_there_was_a_session()
    {
        using var browser = await world.Habo.SignedInAsync();
        var mine = await world.SignInAsync(browser, world.Plain);
        foreach (var (name, index) in new[] { ("nobody", "_0"), (mine.NameId, "_00000000000000000000000000000000"), ("someone-else", mine.SessionIndex) })
        {
            var away = await UntilAwayAsync(browser, new HttpRequestMessage(
                HttpMethod.Get, SamlParty.Redirect($"{world.Plain.Issuer()}/slo", world.Plain.LogoutRequest(SamlParty.NewId(), name, index), signed: true)));
            Assert.Equal([Success], (await VerifiedAsync(away.Location!, "SAMLResponse")).Nodes("//p:StatusCode/@Value"));
        }

        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact, Trait("Case", "SAML-079")]
    public async Task Requests_that_are_unsigned_or_past_or_seen_before_end_nothing()
    {
        using var browser = await world.Habo.SignedInAsync();
        var mine = await world.SignInAsync(browser, world.Plain);
        var address = $"{world.Plain.Issuer()}/slo";
        var past = world.App.Clock.GetUtcNow().AddMinutes(-6).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var ended = world.Plain.LogoutRequest(SamlParty.NewId(), "nobody", null);
        await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, SamlParty.Redirect(address, ended, signed: true)));
        foreach (var (query, kind) in new[]
        {
            (SamlParty.Redirect(address, world.Plain.LogoutRequest(SamlParty.NewId(), mine.NameId, mine.SessionIndex)), "saml-notsigned"),
            (SamlParty.Redirect(address, world.Plain.LogoutRequest(SamlParty.NewId(), mine.NameId, mine.SessionIndex, attributes: $"NotOnOrAfter=\"{past}\""), signed: true), "saml-time"),
            (SamlParty.Redirect(address, ended, signed: true), "saml-replay"),
        })
        {
            var page = await browser.GetAsync(query);
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains(kind, page.Text, StringComparison.Ordinal);
        }

        Assert.True(await browser.IsSignedInAsync());
    }

    [Theory]
    [InlineData("patron_session", "delete", false)]
    [InlineData("patron_session", "delete", true)]
    [InlineData("saml_message", "insert", false)]
    [InlineData("saml_message", "insert", true)]
    public async Task A_wish_that_the_database_broke_off_is_met_when_it_comes_again(string table, string on, bool byForm)
    {
        using var browser = await world.Habo.SignedInAsync();
        var mine = await world.SignInAsync(browser, world.Plain);
        await world.SignInAsync(browser, world.Signing);
        var wish = world.Plain.LogoutRequest(SamlParty.NewId(), mine.NameId, mine.SessionIndex);
        var breaking = $"""
            create function broken() returns trigger language plpgsql as $$ begin raise exception 'broken' using errcode = '57P01'; end $$;
            create trigger broken before {on} on {table} for each row execute function broken();
            """;
        await world.App.WithDbAsync(db => db.Database.ExecuteSqlRawAsync(breaking));
        try
        {
            var broken = await SendAsync();
            Assert.True((int)broken.Status >= 500, $"{broken.Status}: {broken.Text}");
        }
        finally
        {
            await world.App.WithDbAsync(db => db.Database.ExecuteSqlRawAsync("drop function broken cascade"));
        }

        var again = await SendAsync();
        Assert.False(await browser.IsSignedInAsync());
        var next = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, again.LinkStartingWith("/signedout/next")));
        Assert.StartsWith(world.Signing.Slo, next.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Empty(await world.App.WithDbAsync(db => db.SamlSessions.Where(s => s.ServiceProvider == world.Plain.EntityId && s.NameId == mine.NameId).ToListAsync()));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync()).Status);

        async Task<Answer> SendAsync()
        {
            var answer = await browser.SendAsync(byForm
                ? new HttpRequestMessage(HttpMethod.Post, $"{world.Plain.Issuer()}/slo") { Content = new FormUrlEncodedContent(SamlParty.Form(SamlParty.Signed(wish))) }
                : new HttpRequestMessage(HttpMethod.Get, SamlParty.Redirect($"{world.Plain.Issuer()}/slo", wish, signed: true)));
            while (answer.Location is { } next && next.Host == world.App.Origin.Host)
                answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, next));
            return answer;
        }
    }

    private static async Task<Answer> SignOutAsync(Browser browser) => await browser.SubmitAsync(await browser.GetAsync("/signout"), []);

    /// <summary>Follows redirects within the broker.</summary>
    private async Task<Answer> UntilAwayAsync(Browser browser, HttpRequestMessage request)
    {
        var answer = await browser.SendAsync(request);
        while (answer.Location is { } next && next.Host == world.App.Origin.Host)
            answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, next));
        Assert.True(answer.Location is not null, $"{answer.Address}: {answer.Text}");
        return answer;
    }

    /// <summary>A message of ours in an address, once its signature has been found to hold.</summary>
    private async Task<SamlAnswer> VerifiedAsync(Uri address, string parameter)
    {
        var query = address.Query[1..];
        var signed = query[..query.IndexOf("&Signature=", StringComparison.Ordinal)];
        Assert.StartsWith($"{parameter}=", signed, StringComparison.Ordinal);
        var signature = Convert.FromBase64String(Uri.UnescapeDataString(query[(signed.Length + "&Signature=".Length)..]));
        Assert.Contains(await world.CertificatesAsync(), c => System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPublicKey(c) is { } key && key.VerifyData(
            System.Text.Encoding.UTF8.GetBytes(signed), signature, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1));
        return SamlParty.Unpacked(address, parameter);
    }
}
