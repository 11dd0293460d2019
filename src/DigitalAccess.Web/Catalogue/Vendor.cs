namespace DigitalAccess.Web.Catalogue;

internal sealed class Vendor
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Slug { get; init; }
    public required string Name { get; set; }
    public string? Website { get; set; }
}
