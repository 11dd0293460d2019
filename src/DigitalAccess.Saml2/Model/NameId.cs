namespace DigitalAccess.Saml2.Model;

/// <summary>A name by which two parties speak of one person (SAML Core 2.2.3).</summary>
/// <param name="Value">The name.</param>
/// <param name="Format">What kind of name it is; null where the sender does not say.</param>
/// <param name="NameQualifier">Who gave it.</param>
/// <param name="ServiceProviderQualifier">To whom it was given (SPNameQualifier).</param>
public sealed record NameId(string Value, string? Format, string? NameQualifier = null, string? ServiceProviderQualifier = null);
