namespace DigitalAccess.Demo;

/// <summary>Which ports and files a demonstration uses. Port 0 takes a free one.</summary>
internal sealed record DemoOptions
{
    public int BrokerPort { get; init; } = 5080;
    public int KioskPort { get; init; } = 5081;
    public int FilmPort { get; init; } = 5082;
    public int SitesPort { get; init; } = 5083;
    public int DeskPort { get; init; } = 5084;
    public int PressPort { get; init; } = 5085;
    public bool Https { get; init; }

    /// <summary>Where database and secrets are kept between demonstrations; null keeps nothing.</summary>
    public string? Folder { get; init; } = Path.Combine(Checkout.Root, ".demo");

    /// <summary>Whether three months of invented launches are put in at first.</summary>
    public bool WithHistory { get; init; } = true;

    /// <summary>Further settings of the broker.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public static DemoOptions FreePorts { get; } = new() { BrokerPort = 0, KioskPort = 0, FilmPort = 0, SitesPort = 0, DeskPort = 0, PressPort = 0, Folder = null };

    /// <exception cref="ArgumentException">An argument is not understood.</exception>
    public static DemoOptions Parse(string[] args)
    {
        var options = new DemoOptions();
        foreach (var arg in args)
            options = arg switch
            {
                "--https" => options with { Https = true },
                "--fresh" => options with { Folder = null },
                "--free-ports" => FreePorts with { Https = options.Https },
                _ => throw new ArgumentException($"'{arg}' is not understood.\n./demo [--https] [--fresh] [--free-ports]"),
            };
        return options;
    }
}
