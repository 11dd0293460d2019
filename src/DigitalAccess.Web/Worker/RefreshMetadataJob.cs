using DigitalAccess.Web.Saml.Metadata;

namespace DigitalAccess.Web.Worker;

/// <summary>Every few minutes; the refresh itself knows whose turn it is (IIP-MD02). Takes no arguments and may run twice: of two, one asks.</summary>
internal sealed class RefreshMetadataJob(MetadataRefresh refresh, ILogger<RefreshMetadataJob> logger)
{
    public const string Id = "refresh-metadata";

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await refresh.RunAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // As with the roll-up, the next run is the repetition.
            logger.RefreshFailed(e);
        }
    }
}
