namespace DigitalAccess.Saml2.Rules;

/// <summary>A message that has passed every rule; nothing outside of this library can make one.</summary>
/// <typeparam name="T">The kind of message.</typeparam>
public sealed class Verified<T>
{
    internal Verified(T value, bool signed) => (Value, IsSigned) = (value, signed);

    /// <summary>The message.</summary>
    public T Value { get; }

    /// <summary>Whether its sender's signature holds; without one it may have been written by anybody, who gains nothing by it.</summary>
    public bool IsSigned { get; }
}
