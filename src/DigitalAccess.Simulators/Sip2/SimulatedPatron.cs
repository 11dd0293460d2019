namespace DigitalAccess.Simulators.Sip2;

/// <summary>What stands against a simulated patron.</summary>
[Flags]
public enum SimulatedFlags
{
    None = 0,
    Debarred = 1,
    Lost = 2,
    Fines = 4,
    Overdue = 8,
    TooManyLoans = 16,
}

/// <summary>An invented patron. <see cref="Scenario"/> names the ones a demo can rely on; an empty PIN means that none is set.</summary>
public sealed record SimulatedPatron(
    string Card,
    string Pin,
    string Name,
    DateOnly BirthDate,
    DateOnly Expiry,
    string Category,
    string HomeLibrary,
    string InternalId,
    SimulatedFlags Flags = SimulatedFlags.None,
    decimal Fines = 0,
    string? Scenario = null);
