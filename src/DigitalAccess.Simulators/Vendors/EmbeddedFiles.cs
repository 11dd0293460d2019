namespace DigitalAccess.Simulators.Vendors;

/// <summary>The stylesheets and pictures that this assembly carries, at <c>/files/…</c>.</summary>
internal static class EmbeddedFiles
{
    public static void MapEmbeddedFiles(this WebApplication app) => app.MapGet("/files/{**path}", (string path) =>
    {
        var stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream($"files/{path}");
        return stream is null ? Results.NotFound() : Results.Stream(stream, path.EndsWith(".svg", StringComparison.Ordinal) ? "image/svg+xml" : "text/css");
    });
}
