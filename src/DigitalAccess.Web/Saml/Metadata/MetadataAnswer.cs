using DigitalAccess.Saml2.Metadata;

namespace DigitalAccess.Web.Saml.Metadata;

/// <summary>What came of asking for metadata.</summary>
internal abstract record MetadataAnswer
{
    private MetadataAnswer() { }

    /// <param name="Reading">Of the entity that was asked for; it fulfils what was demanded.</param>
    /// <param name="ETag">What the server calls the document.</param>
    internal sealed record Good(MetadataReading Reading, string? ETag) : MetadataAnswer;

    /// <summary>The server has no other than the one that was named.</summary>
    internal sealed record Unchanged : MetadataAnswer;

    /// <param name="Reason">A sentence.</param>
    internal sealed record Failed(string Reason) : MetadataAnswer;
}
