using System.Text.RegularExpressions;

namespace DigitalAccess.Ils.Sip2;

/// <summary>The settings of one connection, made ready for use.</summary>
internal sealed class Sip2Dialect
{
    public Sip2Dialect(Sip2Settings settings)
    {
        Settings = settings;
        Wire = Sip2Wire.Of(settings);
        Profile = Find(settings).With(settings.CustomTags);
        AaPrefixes = [.. Profile.AaPrefixes, .. settings.AaPrefixes];
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
        ExpiredText = settings.ExpiredText is { } pattern ? TryPattern(pattern) : null;
        BlockedText = settings.BlockedText is { } barred ? TryPattern(barred) : null;
        Deciding = ["BL", "CQ", "AA", "BV", "CC", .. Profile.Tags];
    }

    public Sip2Settings Settings { get; }

    public Sip2Wire Wire { get; }

    public FieldProfile Profile { get; }

    public IReadOnlyList<string> AaPrefixes { get; }

    public TimeZoneInfo TimeZone { get; }

    public Regex? ExpiredText { get; }

    public Regex? BlockedText { get; }

    /// <summary>Tags that decide something: a message that holds one of them twice with different values decides nothing.</summary>
    public IReadOnlyList<string> Deciding { get; }

    /// <summary>Checked here again, so that no settings that skipped validation can let anybody in without a PIN.</summary>
    public bool AcceptsMissingCq => Settings is { MissingCq: MissingCq.Accept, PinMode: PinMode.None };

    public bool WantsPin => Settings.PinMode == PinMode.Required;

    public static Regex? TryPattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static FieldProfile Find(Sip2Settings settings) =>
        FieldProfile.BuiltIn.TryGetValue(settings.FieldProfile, out var profile)
            ? profile
            : throw new ArgumentException("Unknown field profile; see Sip2Settings.Validate().", nameof(settings));
}
