namespace DigitalAccess.Demo;

/// <summary>The folder that the solution lies in: the demonstration reads infra/ and writes .demo/ there.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Region => Path.Combine(Root, "infra", "region");
    public static string Certificates => Path.Combine(Root, "certs-dev");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "DigitalAccess.sln")))
                return folder.FullName;
        throw new InvalidOperationException("The demonstration runs from a checkout of DigitalAccess; no DigitalAccess.sln lies above it.");
    }
}
