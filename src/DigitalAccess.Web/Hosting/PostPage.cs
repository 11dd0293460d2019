using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using DigitalAccess.Web.Texts;
using Microsoft.Extensions.Localization;

namespace DigitalAccess.Web.Hosting;

/// <summary>
/// A page whose form the browser posts to a vendor, by a script of ours and by a button where scripts do not run: OAuth 2.0
/// Form Post Response Mode, and the POST binding of SAML. For the browser it is a page like any other.
/// </summary>
internal sealed class PostPage(IStringLocalizer<PatronTexts> text)
{
    private readonly ConcurrentDictionary<string, (byte[] Start, byte[] End)> _frames = new(StringComparer.Ordinal);

    public IResult To(string address, params PostedField[] fields) => new Answer(this, address, fields);

    private ReadOnlyMemory<byte> Write(string address, PostedField[] fields)
    {
        var (start, end) = _frames.GetOrAdd(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Frame);
        var page = new ArrayBufferWriter<byte>(16 * 1024);
        page.Write(start);
        Encoding.UTF8.GetBytes($"<form method=\"post\" action=\"{HtmlEncoder.Default.Encode(address)}\" data-post-now>\n", page);
        foreach (var field in fields)
        {
            Encoding.UTF8.GetBytes($"<input type=\"hidden\" name=\"{HtmlEncoder.Default.Encode(field.Name)}\" value=\"", page);
            field.WriteValue(page);
            page.Write("\">\n"u8);
        }

        page.Write(end);
        return page.WrittenMemory;
    }

    private (byte[] Start, byte[] End) Frame(string language)
    {
        var html = HtmlEncoder.Default;
        return (Encoding.UTF8.GetBytes(
            $"""
            <!DOCTYPE html>
            <html lang="{language}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{html.Encode(text["Post.Heading"])}</title>
              <link rel="stylesheet" href="/css/site.css">
              <script src="/js/post.js" defer></script>
            </head>
            <body>
            <main class="wrap wrap-narrow page">
              <h1>{html.Encode(text["Post.Heading"])}</h1>
              <p class="lead">{html.Encode(text["Post.Text"])}</p>

            """), Encoding.UTF8.GetBytes(
            $"""
                <button type="submit">{html.Encode(text["Post.GoOn"])}</button>
              </form>
            </main>
            </body>
            </html>
            """));
    }

    private sealed class Answer(PostPage page, string address, PostedField[] fields) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            // Browsers hold whatever the vendor answers with, redirects to hosts of its own too, to this policy. The page has one
            // form, and that leads to a registered address.
            SecurityHeaders.AllowFormTargets(httpContext, [new Uri(address).GetLeftPart(UriPartial.Authority), "https:"]);
            var body = page.Write(address, fields);

            // Whoever looks where a form comes from may see who we are, and nothing of the address.
            httpContext.Response.Headers["Referrer-Policy"] = "origin";
            httpContext.Response.StatusCode = StatusCodes.Status200OK;
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}

/// <summary>One hidden field: a text, or bytes that travel in base64.</summary>
internal readonly struct PostedField
{
    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _bytes;

    public PostedField(string name, string text) => (Name, _text) = (name, text);

    public PostedField(string name, ReadOnlyMemory<byte> bytes) => (Name, _bytes) = (name, bytes);

    public string Name { get; }

    public void WriteValue(IBufferWriter<byte> page)
    {
        if (_text is not null)
        {
            Encoding.UTF8.GetBytes(HtmlEncoder.Default.Encode(_text), page);
            return;
        }

        // Base64 holds nothing that HTML would read as anything else.
        var space = page.GetSpan(Base64.GetMaxEncodedToUtf8Length(_bytes.Length));
        Base64.EncodeToUtf8(_bytes.Span, space, out _, out var count);
        page.Advance(count);
    }
}
