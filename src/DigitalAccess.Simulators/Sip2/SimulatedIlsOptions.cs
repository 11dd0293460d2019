using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace DigitalAccess.Simulators.Sip2;

/// <summary>One simulated library system. The same seed gives the same patrons.</summary>
public sealed record SimulatedIlsOptions
{
    public string Library { get; init; } = "Testby";

    /// <summary>Institution id of the answers (AO).</summary>
    public string Institution { get; init; } = "TESTBY";

    /// <summary>Codes of the branches patrons belong to; the first is the scenario patrons' home.</summary>
    public IReadOnlyList<string> Branches { get; init; } = ["MAIN", "EAST"];

    /// <summary>First digits of every card of this library.</summary>
    public string CardPrefix { get; init; } = "2352900";

    public int Seed { get; init; } = 1;

    /// <summary>Patrons beside the scenario patrons.</summary>
    public int RandomPatrons { get; init; } = 100;

    /// <summary>Patrons with chosen cards and PINs.</summary>
    public IReadOnlyList<SimulatedPatron> FurtherPatrons { get; init; } = [];

    public string LoginUser { get; init; } = "broker";

    public string LoginPassword { get; init; } = "broker-secret";

    /// <summary>Wrong PINs after which a card is locked; a lock looks exactly like a wrong PIN.</summary>
    public int LockAfter { get; init; } = 5;

    /// <summary>Whether the expiry date is sent (PA). Koha does so only where it is configured.</summary>
    public bool SendsExpiry { get; init; } = true;

    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Nought takes any free port.</summary>
    public int Port { get; init; }

    public string Encoding { get; init; } = "utf-8";

    /// <summary>Time that every answer takes.</summary>
    public TimeSpan AnswerDelay { get; init; }

    /// <summary>Set for TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Turns away whoever shows no certificate; only with TLS.</summary>
    public bool WantsClientCertificate { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the library stands: SIP2 tells local times.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    internal DateTimeOffset LocalNow => TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), TimeZone);
}
