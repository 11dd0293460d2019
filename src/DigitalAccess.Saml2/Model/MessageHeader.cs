namespace DigitalAccess.Saml2.Model;

/// <summary>What every protocol message begins with (SAML Core 3.2.1 and 3.2.2).</summary>
/// <param name="Id">Its identifier, unique at its sender.</param>
/// <param name="IssueInstant">When it was made, by its sender's clock.</param>
/// <param name="Issuer">Its sender's entityID, as claimed.</param>
/// <param name="Destination">Where it was sent; null where the sender does not say.</param>
public sealed record MessageHeader(string Id, DateTimeOffset IssueInstant, string Issuer, string? Destination);
