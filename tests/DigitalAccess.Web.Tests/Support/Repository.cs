namespace DigitalAccess.Web.Tests.Support;

/// <summary>Files of the checkout that tests read as they are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string File(params ReadOnlySpan<string> path) => Path.Combine([Root, .. path]);

    private static string Find(string folder)
    {
        while (!System.IO.File.Exists(Path.Combine(folder, "DigitalAccess.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the checkout.");
        return folder;
    }
}
