using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Logout;
using DigitalAccess.Web.Outbound;

namespace DigitalAccess.Web.Oidc.Logout;

/// <summary>Tells one vendor once (OpenID Connect Back-Channel Logout 1.0, sections 2.5 and 2.8).</summary>
internal sealed partial class LogoutCalls(IHttpClientFactory http, LogoutTokens tokens, RegionSnapshots region, TimeProvider clock)
{
    /// <summary>Of the answer only a refusal's reason is wanted.</summary>
    private const int Enough = 2 * 1024;

    public async Task<LogoutAnswer> TellAsync(LogoutNotice notice)
    {
        if ((await region.GetAsync(CancellationToken.None)).Party(notice.Recipient) is not { BackChannelLogoutUri: { } address } party)
            return new LogoutAnswer.Impossible("the client is switched off or has no backChannelLogoutUri any more");
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([new("logout_token", tokens.Make(notice, party))]),
        };
        request.Options.Set(OutboundHandler.LongestBody, Enough);
        request.Options.Set(OutboundHandler.CutLongBody, true);
        try
        {
            using var client = http.CreateClient(OutboundHandler.Client);
            using var response = await client.SendAsync(request);
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.NoContent => new LogoutAnswer.Closed(),
                HttpStatusCode.BadRequest => new LogoutAnswer.Refused($"the client refused: {ReasonIn(await response.Content.ReadAsByteArrayAsync())}"),
                var status => new LogoutAnswer.Failed($"the answer was {(int)status}", RetryAfter.Of(status, response.Headers, clock.GetUtcNow())),
            };
        }
        catch (OutboundException e)
        {
            return e.Fault == OutboundFault.Refused ? new LogoutAnswer.Impossible(e.Message) : new LogoutAnswer.Failed(e.Message);
        }
    }

    private const string NoReason = "no reason given";

    /// <summary>The error's code (RFC 6749, section 5.2), and nothing else: what else a vendor writes may hold anything.</summary>
    private static string ReasonIn(byte[] body)
    {
        // The body may be cut off behind what is looked for; a text that is none in UTF-8 or JSON is an invalid operation.
        var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("error"u8))
                    return reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { } code && Code().IsMatch(code) ? code : NoReason;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return NoReason;
        }

        return NoReason;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{1,39}\z")]
    private static partial Regex Code();
}
