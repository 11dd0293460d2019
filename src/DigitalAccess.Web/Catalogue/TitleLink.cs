namespace DigitalAccess.Web.Catalogue;

/// <summary>
/// A link to one title within a resource: the catalogue says where titles are, the link only which one. The title becomes one
/// part of a path or one value of a query and can be nothing else, whatever is in it.
/// </summary>
internal static class TitleLink
{
    public const string Placeholder = "{title}";
    private const int Longest = 200;

    /// <returns>The address, or null when the text cannot name a title.</returns>
    public static string? To(string? template, string title) =>
        template is null || title.Length is 0 or > Longest || title.Any(char.IsControl) || title is "." or ".."
            ? null
            : template.Replace(Placeholder, Uri.EscapeDataString(title), StringComparison.Ordinal);
}
