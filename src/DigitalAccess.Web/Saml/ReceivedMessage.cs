using System.Buffers;
using System.IO.Pipelines;
using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Bindings;

namespace DigitalAccess.Web.Saml;

/// <summary>A message as it came over the wire, by redirect or by form, before anything of the framework's has decoded it.</summary>
internal static class ReceivedMessage
{
    /// <exception cref="SamlException">There is none, or a damaged one.</exception>
    public static async Task<IncomingMessage> ReadAsync(HttpContext http, CancellationToken ct) => HttpMethods.IsPost(http.Request.Method)
        ? PostBinding.Read(await FormAsync(http, ct))
        : RedirectBinding.Read(QueryOf(http));

    /// <summary>Signatures are over the written text, which nothing that decodes the query gives back.</summary>
    private static string QueryOf(HttpContext http) => http.Request.QueryString.Value is { Length: > 1 } query ? query[1..] : "";

    /// <summary>Unread by anything else, and no longer than a message is.</summary>
    private static async Task<byte[]> FormAsync(HttpContext http, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            throw new SamlException(SamlFaultKind.Malformed, "The message is not in a form of the kind application/x-www-form-urlencoded (SAML Bindings 3.5.4).");
        try
        {
            return await WholeAsync(http.Request.BodyReader, ct);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLong();
        }
    }

    private static async Task<byte[]> WholeAsync(PipeReader body, CancellationToken ct)
    {
        while (true)
        {
            var read = await body.ReadAsync(ct);
            var fits = read.Buffer.Length <= PostBinding.LongestBody;
            var whole = read.IsCompleted && fits ? read.Buffer.ToArray() : null;
            body.AdvanceTo(whole is null ? read.Buffer.Start : read.Buffer.End, read.Buffer.End);
            if (!fits)
                throw TooLong();
            if (whole is not null)
                return whole;
        }
    }

    private static SamlException TooLong() => new(SamlFaultKind.TooLarge, $"The form is longer than {PostBinding.LongestBody / 1024} KB.");
}
