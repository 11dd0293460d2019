namespace DigitalAccess.Saml2.Metadata;

/// <summary>How large metadata may be, in bytes.</summary>
public static class MetadataLimits
{
    /// <summary>A document that is read as a whole, which every signed one must be.</summary>
    public const int LongestDocument = 20 * Megabyte;

    /// <summary>An aggregate that passes by as a stream: the largest known one, that of all the world's federations, has 100 MB.</summary>
    public const long LongestAggregate = 200L * Megabyte;

    /// <summary>One entity of such a stream.</summary>
    public const int LongestEntity = Megabyte;

    internal const int Megabyte = 1024 * 1024;
}
