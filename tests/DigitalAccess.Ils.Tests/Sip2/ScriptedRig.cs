using DigitalAccess.Ils.Sip2;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>A verifier before a scripted server. Without login and error detection unless a test switches them on.</summary>
internal sealed class ScriptedRig : IAsyncDisposable
{
    public ScriptedRig(ScriptedServer server, Func<Sip2Settings, Sip2Settings>? change = null, CapturedLog? log = null)
    {
        Server = server;
        var settings = Rig.Default(server.Port) with { LoginUser = null, ErrorDetection = false };
        Verifier = new Sip2PatronVerifier((change ?? (s => s))(settings), "secret", TimeProvider.System, log?.For<Sip2PatronVerifier>() ?? NullLogger<Sip2PatronVerifier>.Instance);
    }

    public ScriptedServer Server { get; }

    public Sip2PatronVerifier Verifier { get; }

    public Task<PatronVerification> Verify(string card, string pin) =>
        Verifier.VerifyAsync(Rig.Typed(card, pin), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Verifier.DisposeAsync();
        await Server.DisposeAsync();
    }
}
