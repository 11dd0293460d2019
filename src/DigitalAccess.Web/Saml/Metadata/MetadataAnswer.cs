namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>What came of asking for metadata.</summary>
internal abstract record MetadataAnswer
{
    private MetadataAnswer() { }

    /// <param name="Utf8">Not judged yet.</param>
    /// <param name="ETag">What the server calls it.</param>
    internal sealed record Document(ReadOnlyMemory<byte> Utf8, string? ETag) : MetadataAnswer;

    /// <summary>The server has no other than the one that was named.</summary>
    internal sealed record Unchanged : MetadataAnswer;

    /// <param name="Reason">A sentence.</param>
    internal sealed record Failed(string Reason) : MetadataAnswer;
}
