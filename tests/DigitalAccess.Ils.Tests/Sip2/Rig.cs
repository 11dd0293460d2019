using DigitalAccess.Ils.Sip2;
using DigitalAccess.Simulators.Sip2;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>
/// A verifier before a simulated ILS. Its deadlines are long enough for a busy machine; a test whose subject is a deadline is
/// <see cref="Impatient"/>.
/// </summary>
internal sealed class Rig : IAsyncDisposable
{
    public Rig(Func<Sip2Settings, Sip2Settings>? change = null, Func<SimulatedIlsOptions, SimulatedIlsOptions>? changeIls = null, CapturedLog? log = null, TimeProvider? clock = null)
    {
        var options = new SimulatedIlsOptions { RandomPatrons = 3 };
        Ils = SimulatedIls.Start(changeIls?.Invoke(options) ?? options);
        Settings = (change ?? (s => s))(Default(Ils.Port));
        Verifier = new Sip2PatronVerifier(Settings, Ils.Options.LoginPassword, clock ?? TimeProvider.System, log?.For<Sip2PatronVerifier>() ?? NullLogger<Sip2PatronVerifier>.Instance);
    }

    public SimulatedIls Ils { get; }

    public Sip2Settings Settings { get; }

    public Sip2PatronVerifier Verifier { get; }

    public static Sip2Settings Default(int port) => new()
    {
        Name = "test",
        Host = "127.0.0.1",
        Port = port,
        LoginUser = "broker",
        InstitutionId = "TESTBY",
        FieldProfile = "sipserver",
        Encoding = "utf-8",
        ConnectTimeout = TimeSpan.FromSeconds(2),
        LoginTimeout = TimeSpan.FromSeconds(4),
        ReplyTimeout = TimeSpan.FromSeconds(4),
        VerificationTimeout = TimeSpan.FromSeconds(8),
    };

    public static Sip2Settings Impatient(Sip2Settings settings) => settings with
    {
        LoginTimeout = TimeSpan.FromMilliseconds(400),
        ReplyTimeout = TimeSpan.FromMilliseconds(400),
        MaxWait = TimeSpan.FromMilliseconds(200),
    };

    public Task<PatronVerification> Verify(string scenario, string? pin = null)
    {
        var patron = Ils.Patron(scenario);
        return VerifyCard(patron.Card, pin ?? patron.Pin);
    }

    public Task<PatronVerification> VerifyCard(string card, string pin) =>
        Verifier.VerifyAsync(Typed(card, pin), TestContext.Current.CancellationToken);

    public static PatronCredentials Typed(string card, string pin) =>
        new(CardNumber.TryParse(card, out var parsed) ? parsed : throw new ArgumentException("no card", nameof(card)), new Pin(pin), "sv");

    public async ValueTask DisposeAsync()
    {
        await Verifier.DisposeAsync();
        await Ils.DisposeAsync();
    }
}
