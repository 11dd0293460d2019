using System.Collections.Immutable;

namespace DigitalAccess.Ils;

/// <summary>What the ILS says of a patron whose PIN was verified; nothing else is read from its answer.</summary>
/// <param name="Key">The most stable identifier the ILS gives.</param>
/// <param name="Card">The card in the ILS's own form; kept no longer than the session.</param>
/// <param name="HomeLibrary">The ILS's code of the home library or branch, as it stands there.</param>
/// <param name="Category">The ILS's code of the patron category.</param>
/// <param name="BirthYear">Year of birth; never the date.</param>
/// <param name="Expires">Last day of validity in the library's time zone; null means unknown, not "never".</param>
/// <param name="Blocks">Everything reported against the patron.</param>
public sealed record PatronFacts(
    PatronKey Key,
    CardNumber Card,
    string? HomeLibrary,
    string? Category,
    int? BirthYear,
    DateOnly? Expires,
    ImmutableHashSet<BlockReason> Blocks)
{
    /// <inheritdoc/>
    public override string ToString() => "PatronFacts(redacted)";
}

/// <summary>
/// Identifies a patron within one ILS: its internal id where it gives one, else the canonical card number.
/// It leaves this assembly only as a keyed hash.
/// </summary>
public sealed class PatronKey(string value, PatronKeyKind kind)
{
    internal string Value { get; } = value;

    /// <summary>Whether the key survives a new card.</summary>
    public PatronKeyKind Kind { get; } = kind;

    /// <summary>HMAC-SHA256 over kind and value, so that a card number never collides with an internal id.</summary>
    public byte[] KeyedHash(ReadOnlySpan<byte> key) =>
        System.Security.Cryptography.HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes($"{Kind}:{Value}"));

    /// <inheritdoc/>
    public override string ToString() => "[patron key]";
}

/// <summary>Where a <see cref="PatronKey"/> comes from.</summary>
public enum PatronKeyKind
{
    /// <summary>The ILS's internal id: it outlives the card.</summary>
    IlsId,

    /// <summary>The card number: a new card is a new patron until staff link the two.</summary>
    Card,
}
