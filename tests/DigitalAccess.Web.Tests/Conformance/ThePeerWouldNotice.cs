using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Conformance;

/// <summary>A client that is content with everything would prove nothing. This one is not.</summary>
public sealed class ThePeerWouldNotice(ConformanceWorld world) : IClassFixture<ConformanceWorld>
{
    public static TheoryData<string, string?> Answers => new() { { "state", "another" }, { "state", null }, { "iss", "https://evil.example/" }, { "iss", null } };

    [Theory, MemberData(nameof(Answers))]
    public async Task An_answer_that_is_not_to_its_request_or_not_from_us(string name, string? value)
    {
        using var party = world.Party();
        var visit = await party.VisitAsync(await party.BeginAsync());
        var parameters = visit.Response("query");
        parameters.Remove(name);
        if (value is not null)
            parameters[name] = value;
        var fault = await Assert.ThrowsAsync<PeerFaultException>(() => party.AskAsync("receive", new { visit.Request.SignIn, parameters }));
        Assert.Equal("OAUTH_INVALID_RESPONSE", fault.Code);
    }

    [Fact]
    public async Task A_token_whose_time_is_over()
    {
        using var party = world.Party();
        var visit = await party.VisitAsync(await party.BeginAsync());
        await party.ReceiveAsync(visit);
        var fault = await Assert.ThrowsAsync<PeerFaultException>(() => party.AskAsync("redeem", new { visit.Request.SignIn, Skew = world.Skew + 3600 }));
        Assert.Equal("OAUTH_JWT_TIMESTAMP_CHECK_FAILED", fault.Code);
    }

    [Fact]
    public async Task Userinfo_about_somebody_else()
    {
        using var party = world.Party();
        var tokens = await party.SignInAsync();
        var fault = await Assert.ThrowsAsync<PeerFaultException>(() => party.AskAsync("userinfo", new { Token = tokens.AccessToken, How = "get", Subject = "somebody-else" }));
        Assert.Equal("OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED", fault.Code);
    }
}
