namespace DigitalAccess.Web.Releases.VendorSheets;

/// <summary>What the region sends to a vendor's engineer, or why there is nothing to send.</summary>
internal abstract record VendorSheet
{
    private VendorSheet() { }

    /// <param name="Markdown">The whole sheet, from its heading to its last line; nothing in it is secret.</param>
    public sealed record Made(string Markdown) : VendorSheet;

    /// <param name="Known">The names of the vendors' clients or service providers that there are, in order.</param>
    public sealed record NoSuchVendor(IReadOnlyList<string> Known) : VendorSheet;
}
