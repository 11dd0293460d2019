using System.Net;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>Whatever is wrong with a message, the answer is our own page, and nothing is sent to any address that the message names.</summary>
public sealed class RefusingBadMessages(SamlWorld world) : IClassFixture<SamlWorld>
{
    [Fact, Trait("Case", "SAML-067")]
    public async Task A_sender_whom_nobody_knows_is_told_so_and_not_repeated()
    {
        var evil = $"<script>alert(1)</script>{new string('x', 900)}";
        var message = world.Plain.Request(SamlParty.NewId()).Replace(world.Plain.EntityId, WebUtility.HtmlEncode(evil), StringComparison.Ordinal);
        var page = await RefusedAsync(message, "saml-issuer");
        Assert.DoesNotContain("alert", page.Body, StringComparison.Ordinal);
        await RefusedAsync(message.Replace(new string('x', 900), new string('x', 5000), StringComparison.Ordinal), "saml-malformed");
        Assert.DoesNotContain(world.App.Logs.Lines, line => line.Contains(new string('x', 257), StringComparison.Ordinal));
    }

    [Theory, Trait("Case", "SAML-063")]
    [InlineData("1.1")]
    [InlineData("2.00")]
    [InlineData("")]
    public Task Another_version_is_refused(string version) =>
        RefusedAsync(world.Plain.Request(SamlParty.NewId()).Replace("Version=\"2.0\"", $"Version=\"{version}\"", StringComparison.Ordinal), "saml-version");

    [Theory, Trait("Case", "SAML-065")]
    [InlineData(301)]
    [InlineData(-3600)]
    [InlineData(-601)]
    public Task A_message_from_another_time_is_refused(int seconds) =>
        RefusedAsync(world.Plain.Request(SamlParty.NewId(), at: world.App.Clock.GetUtcNow().AddSeconds(seconds).AddMilliseconds(seconds > 0 ? 999 : 0)), "saml-time");

    [Theory, Trait("Case", "SAML-065")]
    [InlineData("9999-12-31T23:59:59Z", "saml-time")]
    [InlineData("2026-02-30T00:00:00Z", "saml-malformed")]
    [InlineData("2026-11-20T00:00:00", "saml-malformed")]
    [InlineData("2026-11-20T00:00:00+01:00", "saml-malformed")]
    public Task A_time_that_is_none_is_refused(string instant, string kind) =>
        RefusedAsync(System.Text.RegularExpressions.Regex.Replace(world.Plain.Request(SamlParty.NewId()), "IssueInstant=\"[^\"]+\"", $"IssueInstant=\"{instant}\""), kind);

    [Fact]
    public Task A_message_for_another_library_is_refused() => RefusedAsync(world.Plain.Request(SamlParty.NewId(), library: "mullsjo"), "saml-destination");

    [Fact, Trait("Case", "SAML-025")]
    public async Task A_vendor_that_signs_is_not_believed_without_its_signature()
    {
        await RefusedAsync(world.Signing.Request(SamlParty.NewId()), "saml-notsigned");
        using var browser = await world.Habo.SignedInAsync();
        Assert.True((await world.SignInAsync(browser, world.Signing)).IsSuccess);
    }

    [Fact]
    public async Task A_vendors_registration_can_demand_what_its_metadata_does_not()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "demanding"), p => p.RequiresSignedRequests = true);
        await RefusedAsync(party.Request(SamlParty.NewId()), "saml-notsigned");
    }

    [Fact]
    public async Task A_signature_that_does_not_hold_is_refused_though_none_was_needed()
    {
        var address = SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId()), "state", signed: true);
        await RefusedAddressAsync(address.Replace("RelayState=state", "RelayState=other", StringComparison.Ordinal), "saml-signature");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?RelayState=x")]
    [InlineData("?SAMLRequest=")]
    [InlineData("?SAMLRequest=%%%")]
    [InlineData("?SAMLRequest=PHg%2BPC94Pg%3D%3D")]
    [InlineData("?SAMLRequest=a&SAMLResponse=a")]
    [InlineData("?samlrequest=a")]
    public Task An_address_without_a_message_says_so(string query) => RefusedAddressAsync(world.Plain.Sso() + query, "saml-malformed");

    [Fact, Trait("Case", "SAML-029")]
    public Task A_second_spelling_of_a_parameter_is_refused() => RefusedAddressAsync(
        SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId())) + "&samlrequest=evil", "saml-malformed");

    [Fact, Trait("Case", "SAML-031")]
    public Task An_encoded_name_of_a_parameter_is_refused() => RefusedAddressAsync(
        SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId())) + "&SAML%52equest=evil", "saml-malformed");

    [Fact]
    public Task A_state_that_is_too_long_is_refused() => RefusedAddressAsync(
        SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId()), new string('é', 41)), "saml-relaystate");

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public Task A_state_of_control_characters_is_refused(string state) => RefusedAddressAsync(
        SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(SamlParty.NewId()), state), "saml-relaystate");

    [Fact]
    public async Task A_form_that_is_none_or_too_long_is_refused()
    {
        using var browser = await world.Habo.SignedInAsync();
        foreach (var (content, says) in new (HttpContent, string)[]
        {
            (new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), "saml-malformed"),
            (new MultipartFormDataContent { { new StringContent("x"), "SAMLRequest" } }, "saml-malformed"),
            (new FormUrlEncodedContent([new("SAMLRequest", new string('A', 256 * 1024))]), "saml-toolarge"),
        })
        {
            var page = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, world.Plain.Sso()) { Content = content });
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains(says, page.Text, StringComparison.Ordinal);
        }
    }

    /// <summary>Where the length is not announced it is counted.</summary>
    [Fact]
    public async Task A_form_in_pieces_is_read_and_one_without_end_is_not()
    {
        using var browser = world.App.Browser();
        var good = await new FormUrlEncodedContent(SamlParty.Form(world.Plain.Request(SamlParty.NewId()))).ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(good)).Status);
        Assert.Contains("saml-toolarge", (await SendAsync("SAMLRequest=" + new string('A', 256 * 1024))).Text, StringComparison.Ordinal);

        Task<Answer> SendAsync(string form)
        {
            var content = new StringContent(form, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
            var request = new HttpRequestMessage(HttpMethod.Post, world.Plain.Sso()) { Content = content };
            request.Headers.TransferEncodingChunked = true;
            return browser.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_library_that_is_none_has_no_door()
    {
        using var browser = world.App.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/saml/nowhere")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(SamlParty.Redirect(world.Plain.Sso("nowhere"), world.Plain.Request(SamlParty.NewId(), library: "nowhere")))).Status);
    }

    [Fact]
    public async Task A_vendor_that_is_switched_off_is_unknown()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "gone"), p => p.Active = false);
        await RefusedAsync(party.Request(SamlParty.NewId()), "saml-issuer");
    }

    [Fact]
    public async Task Metadata_that_has_run_out_signs_nobody_in()
    {
        var party = await world.PartyAsync(new SamlParty(world.App, "outdated") { ValidUntil = "2020-01-01T00:00:00Z" });
        await RefusedAsync(party.Request(SamlParty.NewId()), "saml-issuer");
    }

    private Task<Answer> RefusedAsync(string message, string kind) => RefusedAddressAsync(SamlParty.Redirect(world.Plain.Sso(), message), kind);

    private async Task<Answer> RefusedAddressAsync(string address, string kind)
    {
        using var browser = await world.Habo.SignedInAsync();
        var page = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains(kind, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-post-now", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("plain.example", page.Body, StringComparison.Ordinal);
        return page;
    }
}
