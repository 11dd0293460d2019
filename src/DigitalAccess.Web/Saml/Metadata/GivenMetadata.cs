namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>
/// Metadata that came with the region's files or a preset, as it came: perhaps a whole federation's, signed as a whole. Beside the
/// registration, which every node keeps in memory.
/// </summary>
internal sealed class GivenMetadata
{
    public required Guid ServiceProviderId { get; init; }
    public required string Text { get; init; }
}
