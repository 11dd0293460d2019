using System.Net;
using System.Net.Http.Headers;

namespace DigitalAccess.Web.Outbound;

/// <summary>How long a server that is busy wants to be left alone (RFC 9110, section 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>Where the server does not say, or says something that is no time to come.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(2);

    /// <summary>A slip of the pen at a vendor must not close its resource for years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <returns>Null when the answer is not one that asks to come back later.</returns>
    public static TimeSpan? Of(HttpStatusCode status, HttpResponseHeaders headers, DateTimeOffset now) => status switch
    {
        HttpStatusCode.TooManyRequests => Wait(headers, now),
        HttpStatusCode.ServiceUnavailable when headers.Contains("Retry-After") => Wait(headers, now),
        _ => null,
    };

    private static TimeSpan Wait(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => TimeSpan.Zero,
        };
        return wait <= TimeSpan.Zero ? Usual : wait < Longest ? wait : Longest;
    }
}
