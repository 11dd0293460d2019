using System.Globalization;
using System.Text;

namespace DigitalAccess.Ils.Sip2;

/// <summary>A 24 or 64 read with the connection's field profile. Nothing is read before it is asked for.</summary>
internal sealed class PatronReply(Sip2Message message, FieldProfile profile)
{
    public PatronFlags Flags => PatronStatus.Read(message.Fixed(2, PatronStatus.Length));

    public string? ValidPatron => message.First("BL");

    public string? ValidPin => message.First("CQ");

    public string? Card => message.First("AA");

    public DateOnly? Expires => Sip2Dates.Read(Of(profile.Expiry));

    public int? BirthYear => Sip2Dates.Read(Of(profile.BirthDate))?.Year;

    public string? Category => Text(profile.Category);

    public string? HomeLibrary => Text(profile.HomeLibrary);

    public string? InternalId => Text(profile.InternalId);

    public string? Fines => Amount("BV");

    public string? FeeLimit => Amount("CC");

    public IEnumerable<string> ScreenMessages => message.All("AF");

    /// <summary>BV above CC, where the library has a limit at all.</summary>
    public bool FinesAboveLimit => Number(FeeLimit) is > 0 and var limit && Number(Fines) > limit;

    /// <summary>Whether a value that identifies or sorts the patron came in another encoding than configured.</summary>
    public bool HasUndecodableIdentity =>
        new[] { Card, Category, HomeLibrary, InternalId }.Any(value => value?.Contains(Sip2Encoding.Undecodable) == true);

    private string? Of(string? tag) => tag is null ? null : message.First(tag);

    // SIPServer sends decomposed letters when it speaks UTF-8.
    private string? Text(string? tag) => Of(tag)?.Trim() is { Length: > 0 } value ? value.Normalize(NormalizationForm.FormC) : null;

    // Seen: " 12.00" and "15.".
    private string? Amount(string tag) => message.First(tag)?.Trim().TrimEnd('.');

    private static decimal? Number(string? amount) =>
        decimal.TryParse(amount, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
