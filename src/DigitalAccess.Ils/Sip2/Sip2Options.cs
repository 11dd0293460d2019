using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalAccess.Ils.Sip2;

/// <summary>What an answer without CQ (valid patron password) means.</summary>
[JsonConverter(typeof(CamelCaseEnum<MissingCq>))]
public enum MissingCq
{
    /// <summary>The PIN was not verified: never a success.</summary>
    Reject,

    /// <summary>Accepted; allowed only together with <see cref="PinMode.None"/>.</summary>
    Accept,
}

/// <summary>Whether the library's patrons have PINs.</summary>
[JsonConverter(typeof(CamelCaseEnum<PinMode>))]
public enum PinMode
{
    /// <summary>A PIN is asked for, sent and must be verified.</summary>
    Required,

    /// <summary>The library has no PINs: whoever knows a card number is let in.</summary>
    None,
}

/// <summary>What BL N (not a valid patron) means in this ILS when the PIN is right.</summary>
[JsonConverter(typeof(CamelCaseEnum<BlnMeans>))]
public enum BlnMeans
{
    /// <summary>The card is unknown.</summary>
    Unknown,

    /// <summary>The card has expired (Corvina).</summary>
    Expired,
}

/// <summary>How the four time-zone characters of a SIP2 time are written.</summary>
[JsonConverter(typeof(CamelCaseEnum<TimestampZone>))]
public enum TimestampZone
{
    /// <summary>Four blanks: local time.</summary>
    Blanks,

    /// <summary>Four noughts: local time.</summary>
    Zeros,

    /// <summary>Three blanks and Z: UTC.</summary>
    Utc,
}

/// <summary>How a request ends.</summary>
[JsonConverter(typeof(CamelCaseEnum<Sip2Terminator>))]
public enum Sip2Terminator
{
    /// <summary>CR, as the specification says.</summary>
    Cr,

    /// <summary>CR LF.</summary>
    CrLf,
}

/// <summary>How the connection is protected.</summary>
[JsonConverter(typeof(CamelCaseEnum<TlsMode>))]
public enum TlsMode
{
    /// <summary>Plain text: for a private network, a VPN or a local tunnel only.</summary>
    Off,

    /// <summary>TLS; the certificate must chain to a root that this machine trusts and carry the name.</summary>
    SystemRoots,

    /// <summary>TLS; the certificate must be the pinned one.</summary>
    Pinned,

    /// <summary>TLS; the certificate must chain to the library's own certificate authority and carry the name.</summary>
    PinnedCa,
}

internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
