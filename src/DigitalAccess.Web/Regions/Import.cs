namespace DigitalAccess.Web.Regions;

internal static class Import
{
    public static Task<int> RunAsync(IServiceProvider services, string folder, bool dryRun, TextWriter output, CancellationToken ct) => Task.FromResult(0);
}
