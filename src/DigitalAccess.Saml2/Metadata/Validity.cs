using System.Globalization;
using System.Xml;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>
/// How long metadata may be relied upon, and kept without asking again. An element says it for all that is inside, so the
/// earliest of what is said around and in an entity counts (SAML Metadata 2.3.1, 2.3.2).
/// </summary>
internal readonly record struct Validity(DateTimeOffset? Until, TimeSpan? Cache)
{
    public static Validity Of(XmlElement element) => new(element.OptionalInstant("validUntil"), Duration(element));

    public Validity And(Validity other) => new(Least(Until, other.Until), Least(Cache, other.Cache));

    /// <exception cref="SamlException">It is not as demanded.</exception>
    public void Judge(MetadataDemands demands)
    {
        if (Until is { } end && end + Receiving.Skew <= demands.Now)
            throw Refused($"The metadata was valid until {Written(end)}, which has passed (IIP-MD04).");
        if (!demands.RequiresValidUntil)
            return;
        if (Until is not { } until)
            throw Refused($"The metadata does not say until when it is valid, which was agreed (IIP-MD04).");
        if (until - demands.Now > demands.LongestValidity)
            throw Refused($"The metadata is valid until {Written(until)}, which is further away than the {demands.LongestValidity.TotalDays:0.#} days that were agreed (IIP-MD04).");
    }

    private static SamlException Refused(FormattableString reason) => new(SamlFaultKind.Metadata, reason.ToString(CultureInfo.InvariantCulture));

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static T? Least<T>(T? one, T? other) where T : struct, IComparable<T> =>
        one is { } a && other is { } b ? (a.CompareTo(b) <= 0 ? a : b) : one ?? other;

    /// <summary>xs:duration. Its years and months are taken for 365 and 30 days, since nothing is counted by them to the day.</summary>
    private static TimeSpan? Duration(XmlElement element)
    {
        if (element.Optional("cacheDuration")?.Trim() is not { } text)
            return null;
        try
        {
            if (text.Length <= 64 && XmlConvert.ToTimeSpan(text) is { Ticks: >= 0 } duration)
                return duration;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            // Said below, in words that do not repeat the text.
        }

        throw ElementReading.Malformed(element, "has a 'cacheDuration' that is no duration");
    }
}
