using System.Security.Cryptography;
using System.Text.Json;

namespace DigitalAccess.Demo;

/// <summary>Passwords and keys of one demonstration: random, and kept beside its database so that it can be started again.</summary>
internal sealed record DemoSecrets(string IlsPassword, string ClientSecret, string StaffPassword, string TotpSecret)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static DemoSecrets LoadOrCreate(string? folder)
    {
        if (folder is null)
            return Create();
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "secrets.json");
        if (File.Exists(file) && JsonSerializer.Deserialize<DemoSecrets>(File.ReadAllText(file)) is { } kept)
            return kept;
        var secrets = Create();
        var rules = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            rules.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, rules);
        JsonSerializer.Serialize(stream, secrets);
        return secrets;
    }

    private static DemoSecrets Create() => new(
        RandomNumberGenerator.GetHexString(32, lowercase: true),
        RandomNumberGenerator.GetHexString(64, lowercase: true),
        $"demo-{RandomNumberGenerator.GetHexString(10, lowercase: true)}",
        RandomNumberGenerator.GetString(Base32, 32));
}
