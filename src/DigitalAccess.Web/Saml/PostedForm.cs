using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Bindings;

namespace DigitalAccess.Web.Saml;

/// <summary>The body of a form, unread by anything else, and no longer than a message is.</summary>
internal static class PostedForm
{
    /// <exception cref="SamlException">It is no form, or too long.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            throw new SamlException(SamlFaultKind.Malformed, "The message is not in a form of the kind application/x-www-form-urlencoded (SAML Bindings 3.5.4).");
        var body = new byte[PostBinding.LongestBody + 1];
        var count = await http.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, ct);
        return body.AsSpan(0, count).ToArray();
    }
}
