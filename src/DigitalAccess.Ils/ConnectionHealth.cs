namespace DigitalAccess.Ils;

/// <summary>The state of one ILS connection, as a probe without patron data found it.</summary>
/// <param name="Online">Whether a patron could be verified now.</param>
/// <param name="Outage">How it failed, when it did not answer.</param>
/// <param name="Fault">What an administrator must mend, when it refused us.</param>
/// <param name="RoundTrip">Time from connecting to the last answer.</param>
/// <param name="ClockSkew">The ILS's clock minus ours, when it tells its time.</param>
public sealed record ConnectionHealth(bool Online, OutageKind? Outage, ConfigFault? Fault, TimeSpan RoundTrip, TimeSpan? ClockSkew);
