using System.Net;
using System.Net.Http.Headers;
using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Metadata;
using DigitalAccess.Web.Outbound;

namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>Asks a vendor or a federation for metadata, at the address that the region wrote down and at no other.</summary>
internal sealed class MetadataFetch(IHttpClientFactory clients)
{
    private const int LongestETag = 256;

    /// <summary>An aggregate of all the world's federations takes its time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="address">Where it is: a document of the entity's own, or an aggregate, which is searched as it arrives.</param>
    /// <param name="entityId">Whose.</param>
    /// <param name="demands">What it must fulfil.</param>
    /// <param name="known">What the server called the document that is kept; null where none is, or where it is to come again.</param>
    /// <param name="ct">To give up.</param>
    /// <exception cref="SamlException">What came is not to be relied upon.</exception>
    public async Task<MetadataAnswer> AskAsync(Uri address, string entityId, MetadataDemands demands, string? known, CancellationToken ct)
    {
        using var http = clients.CreateClient(OutboundHandler.Client);
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Accept = { new("application/samlmetadata+xml"), new("application/xml", 0.9), new("text/xml", 0.8) } } };
        if (known is not null && EntityTagHeaderValue.TryParse(known, out var tag))
            request.Headers.IfNoneMatch.Add(tag);
        request.Options.Set(OutboundHandler.LongestBody, MetadataLimits.LongestAggregate);
        request.Options.Set(OutboundHandler.StreamBody, true);
        request.Options.Set(OutboundHandler.Patience, Patience);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    await using (var body = await response.Content.ReadAsStreamAsync(ct))
                        return new MetadataAnswer.Good(await MetadataReader.FindInAggregateAsync(body, entityId, demands, ct: ct), TagOf(response));
                case HttpStatusCode.NotModified when request.Headers.IfNoneMatch.Count > 0:
                    return new MetadataAnswer.Unchanged();
                case var other:
                    return new MetadataAnswer.Failed($"The metadata could not be fetched: the answer was {(int)other} instead of 200{((int)other is >= 300 and < 400 ? ", and redirections are not followed" : "")}.");
            }
        }
        catch (OutboundException e)
        {
            return new MetadataAnswer.Failed($"The metadata could not be fetched: {e.Message}.");
        }
    }

    private static string? TagOf(HttpResponseMessage response) => response.Headers.ETag?.ToString() is { Length: <= LongestETag } tag ? tag : null;
}
