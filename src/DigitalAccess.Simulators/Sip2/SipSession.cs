using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace DigitalAccess.Simulators.Sip2;

/// <summary>One terminal's connection: login first, then patrons.</summary>
internal sealed class SipSession(SimulatedIls ils, SipLogbook logbook, TcpClient client)
{
    private readonly Encoding _encoding = Encoding.GetEncoding(ils.Options.Encoding);
    private readonly SipAnswers _answers = new(ils.Options);
    private bool _loggedIn;

    public async Task RunAsync(CancellationToken stop)
    {
        client.NoDelay = true;
        await using var stream = await SecureAsync(client.GetStream(), stop);
        var sender = new SipSender(ils, stream, _encoding);
        while (await ReadLineAsync(stream, stop) is { } line)
        {
            if (ils.Fault is Sip2Fault.Silence)
                continue;
            var request = SipRequest.Read(line, _encoding);
            if (request.Command != "93" && !_loggedIn)
                return;
            await Task.Delay(ils.Options.AnswerDelay, ils.Options.Clock, stop);
            var goOn = request.Command switch
            {
                _ when !request.IsIntact => await sender.AskToResendAsync(stop),
                "93" => await LogInAsync(request, sender, stop),
                "99" => await sender.SendAsync(_answers.Status(ils.Fault is not Sip2Fault.OfflineStatus), request.Sequence, stop),
                "23" or "63" => await sender.SendPatronAsync(request, () => AnswerPatron(request), _answers, stop),
                "35" => await sender.SendAsync(_answers.EndOfSession(request["AA"] ?? ""), request.Sequence, stop),
                _ => await sender.AskToResendAsync(stop),
            };
            if (!goOn)
                return;
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain, CancellationToken stop)
    {
        if (ils.Options.Certificate is not { } certificate)
            return plain;
        var secured = new SslStream(plain);
        await secured.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = ils.Fault is Sip2Fault.OtherCertificate ? SelfSigned.For("somewhere-else.invalid") : certificate,
                ClientCertificateRequired = ils.Options.WantsClientCertificate,
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null || !ils.Options.WantsClientCertificate,
            },
            stop);
        return secured;
    }

    private async Task<bool> LogInAsync(SipRequest request, SipSender sender, CancellationToken stop)
    {
        Interlocked.Increment(ref logbook.Logins);
        _loggedIn = ils.Fault is not Sip2Fault.LoginRefused
            && request["CN"] == ils.Options.LoginUser && request["CO"] == ils.Options.LoginPassword;
        await sender.SendAsync(_loggedIn ? "941" : "940", request.Sequence, stop);
        return _loggedIn;
    }

    private string AnswerPatron(SipRequest request)
    {
        var command = request.Command == "23" ? "24" : "64";
        var card = request["AA"] ?? "";
        logbook.Tried(card);
        if (ils.Find(card) is not { } patron)
            return _answers.Unknown(command, card);
        var cq = request["AD"] is { } pin ? (logbook.Accepts(patron, pin, ils.Options.LockAfter) ? "Y" : "N") : null;
        var shown = ils.Fault is Sip2Fault.OtherPatronsAnswer ? ils.Patrons.First(other => other != patron) : patron;
        return _answers.Patron(command, shown, ils.Fault is Sip2Fault.Cq fault ? fault.Value : cq, ils.Fault is Sip2Fault.ForgedField);
    }

    // Null ends the connection: at its end, and on an empty line, as Koha does.
    private static async Task<byte[]?> ReadLineAsync(Stream stream, CancellationToken stop)
    {
        var line = new List<byte>(128);
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop) > 0)
        {
            if (one[0] == '\r')
                return line.Count == 0 ? null : [.. line];
            if (one[0] != '\n')
                line.Add(one[0]);
        }

        return null;
    }
}
