namespace DigitalAccess.Ils;

/// <summary>What a patron typed: card number (or other login identifier) and PIN. Prints as nothing of the kind.</summary>
/// <param name="Card">The card number.</param>
/// <param name="Pin">The PIN.</param>
/// <param name="Language">Two-letter ISO 639-1 code of the page's language, so that the ILS's texts come in it.</param>
public sealed record PatronCredentials(CardNumber Card, Pin Pin, string Language)
{
    /// <inheritdoc/>
    public override string ToString() => "PatronCredentials(redacted)";
}

/// <summary>A PIN in transit. Never stored, never logged, not even hashed; only this assembly can read it.</summary>
public sealed class Pin(string value)
{
    internal string Value { get; } = value;

    /// <inheritdoc/>
    public override string ToString() => "[pin]";
}

/// <summary>
/// A login identifier as the patron typed it, or as the ILS gave it back. It may be a personnummer in some ILSs, so it
/// prints redacted, and only this assembly can read it; others get a keyed hash from <see cref="KeyedHash"/>.
/// </summary>
public sealed class CardNumber : IEquatable<CardNumber>
{
    /// <summary>The longest identifier that SIP2 can carry.</summary>
    public const int MaxLength = 255;

    private CardNumber(string value) => Value = value;

    internal string Value { get; }

    /// <summary>
    /// Trims, and refuses what no ILS could mean: nothing, control characters, or more than <see cref="MaxLength"/> characters.
    /// </summary>
    public static bool TryParse(string? typed, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CardNumber? card)
    {
        var value = typed?.Trim();
        card = string.IsNullOrEmpty(value) || value.Length > MaxLength || value.Any(char.IsControl) ? null : new CardNumber(value);
        return card is not null;
    }

    /// <summary>
    /// HMAC-SHA256 of the identifier, upper-cased and without blanks, so that one card typed in two ways is one card.
    /// </summary>
    public byte[] KeyedHash(ReadOnlySpan<byte> key)
    {
        var canonical = string.Concat(Value.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return System.Security.Cryptography.HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes(canonical));
    }

    /// <inheritdoc/>
    public bool Equals(CardNumber? other) => other is not null && string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CardNumber);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => "[card]";
}
