namespace DigitalAccess.Web.Keys;

/// <summary>A key of the installation, under Data Protection. Losing one breaks every pseudonym made with it.</summary>
internal sealed class StoredKey
{
    public required string Purpose { get; init; }
    public required byte[] ProtectedKey { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
