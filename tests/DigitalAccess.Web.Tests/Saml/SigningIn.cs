using System.Net;
using DigitalAccess.Web.Tests.Support;
using DigitalAccess.Web.Usage;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Tests.Saml;

/// <summary>From the vendor to us and back (SAML Profiles 4.1).</summary>
public sealed class SigningIn(SamlWorld world) : IClassFixture<SamlWorld>
{
    [Fact]
    public async Task The_patron_logs_in_on_the_way_and_comes_back_with_a_signed_answer()
    {
        using var browser = world.App.Browser();
        var id = SamlParty.NewId();
        var form = await browser.GetAsync(SamlParty.Redirect(world.Plain.Sso(), world.Plain.Request(id), "state & more"));
        Assert.Equal("/login/habo", form.Address.AbsolutePath);
        Assert.Contains("What plain learns", form.Text, StringComparison.Ordinal);
        var patron = world.Habo.Ils.Patron("Adult");
        var page = await browser.GiveCardAsync(form, patron.Card, patron.Pin);

        var answer = world.Plain.Answer(page);
        Assert.Equal((world.Plain.Acs, "state & more", true), (answer.PostedTo, answer.RelayState, answer.IsSuccess));
        Assert.Equal(id, answer.One("/p:Response/@InResponseTo"));
        Assert.Equal(world.Plain.Acs, answer.One("/p:Response/@Destination"));
        Assert.Equal(world.Plain.Issuer(), answer.One("/p:Response/a:Issuer"));
        Assert.Equal(world.Plain.EntityId, answer.One("//a:Audience"));
        Assert.Equal((id, world.Plain.Acs), (answer.One("//a:SubjectConfirmationData/@InResponseTo"), answer.One("//a:SubjectConfirmationData/@Recipient")));
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", answer.One("//a:AuthnContextClassRef"));
        Assert.Equal(["habo"], answer.Attribute("urn:digitalaccess:attribute:library"));
        Assert.Single(answer.Nodes("//a:Attribute/@Name"));
    }

    [Fact]
    public async Task Response_and_assertion_are_both_signed_by_a_certificate_of_the_metadata()
    {
        using var browser = await world.Habo.SignedInAsync();
        var answer = await world.SignInAsync(browser, world.Plain);
        var certificates = await world.CertificatesAsync();
        Assert.True(SamlParty.Verifies(answer.Document, answer.Document.DocumentElement!, certificates));
        var alone = SamlParty.Read(answer.Document.GetElementsByTagName("saml:Assertion")[0]!.OuterXml);
        Assert.True(SamlParty.Verifies(alone, alone.DocumentElement!, certificates));
    }

    [Fact]
    public async Task A_patron_who_is_signed_in_sees_no_page_and_is_counted_once()
    {
        using var browser = await world.Habo.SignedInAsync();
        var before = await LaunchesAsync();
        var answer = await world.SignInAsync(browser, world.Plain);
        Assert.True(answer.IsSuccess);
        Assert.Equal(before + 1, await LaunchesAsync());

        async Task<int> LaunchesAsync() => await world.App.WithDbAsync(db =>
            db.UsageEvents.CountAsync(e => e.ResourceId == world.PlainResource.Id && e.Door == Door.Saml && e.Refusal == null));
    }

    [Fact]
    public async Task A_request_by_form_is_led_on_by_an_address_of_ours_that_sees_the_session()
    {
        using var browser = await world.Habo.SignedInAsync();
        var id = SamlParty.NewId();
        using var request = new HttpRequestMessage(HttpMethod.Post, world.Signing.Sso()) { Content = new FormUrlEncodedContent(SamlParty.Form(SamlParty.Signed(world.Signing.Request(id)), "s")) };
        request.Headers.Add("Origin", "https://signing.example");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        var posted = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        Assert.StartsWith("/saml/habo/continue?r=", posted.Location!.PathAndQuery, StringComparison.Ordinal);
        var answer = world.Signing.Answer(await browser.GetAsync(posted.Location.AbsoluteUri));
        Assert.Equal((true, id, "s"), (answer.IsSuccess, answer.One("/p:Response/@InResponseTo"), answer.RelayState));
    }

    [Fact]
    public async Task The_persistent_name_is_the_same_at_every_visit_and_another_at_every_vendor()
    {
        var other = await world.PartyAsync(new SamlParty(world.App, "lasting"), p => p.NameId = DigitalAccess.Web.Saml.ServiceProviderNameId.Persistent);
        using var one = await world.Habo.SignedInAsync();
        using var another = await world.Habo.SignedInAsync();
        var first = await world.SignInAsync(one, world.Signing);
        var second = await world.SignInAsync(another, world.Signing);
        var elsewhere = await world.SignInAsync(one, other);
        Assert.Equal(first.NameId, second.NameId);
        Assert.NotEqual(first.NameId, elsewhere.NameId);
        Assert.Matches("^[a-p]{64}$", first.NameId);
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", elsewhere.One("//a:Subject/a:NameID/@Format"));
        Assert.Equal((other.Issuer(), other.EntityId), (elsewhere.One("//a:Subject/a:NameID/@NameQualifier"), elsewhere.One("//a:Subject/a:NameID/@SPNameQualifier")));
    }

    /// <summary>For services whose accounts have e-mail addresses for keys: still a pseudonym, and of that service alone.</summary>
    [Fact]
    public async Task A_name_in_the_form_of_an_address_is_the_pseudonym_where_the_contract_says_so()
    {
        const string format = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
        var party = await world.PartyAsync(new SamlParty(world.App, "mailing"), p => p.NameId = DigitalAccess.Web.Saml.ServiceProviderNameId.Email);
        using var browser = await world.Habo.SignedInAsync();
        var unasked = await world.SignInAsync(browser, party);
        var asked = await world.SignInAsync(browser, party, inner: $"<samlp:NameIDPolicy Format=\"{format}\"/>");
        var pseudonym = (await world.SignInAsync(browser, party, inner: "<samlp:NameIDPolicy Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\"/>")).NameId;
        Assert.Equal(($"{pseudonym}@habo.localhost", format), (unasked.NameId, unasked.One("//a:Subject/a:NameID/@Format")));
        Assert.Equal((unasked.NameId, format), (asked.NameId, asked.One("//a:Subject/a:NameID/@Format")));

        var ended = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, party.Wish(unasked.NameId, unasked.SessionIndex)));
        Assert.NotNull(ended.Location);
        Assert.False(await browser.IsSignedInAsync());
        using var visitor = world.App.Browser();
        Assert.Contains(format, (await visitor.GetAsync("/saml/habo/metadata/mailing")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(format, (await visitor.GetAsync("/saml/habo")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_transient_name_is_another_in_every_session()
    {
        using var one = await world.Habo.SignedInAsync();
        using var other = await world.Habo.SignedInAsync();
        var first = await world.SignInAsync(one, world.Plain);
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:nameid-format:transient", first.One("//a:Subject/a:NameID/@Format"));
        Assert.NotEqual(first.NameId, (await world.SignInAsync(other, world.Plain)).NameId);
    }
}
