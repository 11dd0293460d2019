using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Outbound;

/// <summary>
/// Carries every call to an address that somebody else wrote down: where the rules let it, in time, and with an answer that
/// fits into memory. Redirections are not followed; they are answers like any other. Every failure is an
/// <see cref="OutboundException"/>.
/// </summary>
internal sealed class OutboundHandler : DelegatingHandler
{
    /// <summary>The name by which the client factory makes clients that call through here.</summary>
    public const string Client = "outbound";

    /// <summary>How long the answer's body may be, unpacked; <see cref="UsualLength"/> where a request does not say.</summary>
    public static readonly HttpRequestOptionsKey<int> LongestBody = new("DigitalAccess.LongestBody");

    /// <summary>That a longer body is cut there instead of being a fault: for who asks for the status and hardly for the words.</summary>
    public static readonly HttpRequestOptionsKey<bool> CutLongBody = new("DigitalAccess.CutLongBody");

    public const int UsualLength = 256 * 1024;

    private readonly OutboundOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<OutboundHandler> _logger;

    public OutboundHandler(IOptions<OutboundOptions> options, OutboundConnections connections, TimeProvider clock, ILogger<OutboundHandler> logger)
        : base(connections.Handler()) => (_options, _clock, _logger) = (options.Value, clock, logger);

    /// <summary>Would pass by all that stands below.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Outbound calls are made by SendAsync.");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // HTTP/3 would open its connections by itself, past the check of the address.
        (request.Version, request.VersionPolicy) = (HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower);
        using var deadline = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        HttpResponseMessage? response = null;
        try
        {
            if (OutboundRules.RefuseTarget(request.RequestUri!, _options) is { } reason)
                throw new OutboundException(OutboundFault.Refused, reason);
            response = await base.SendAsync(request, either.Token);
            await KeepShortAsync(response, request.Options.TryGetValue(LongestBody, out var longest) ? longest : UsualLength,
                request.Options.TryGetValue(CutLongBody, out var cut) && cut, either.Token);
            return response;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            if (Explain(e) is not { } fault)
                throw;
            if (fault.Fault == OutboundFault.Refused)
                _logger.CallRefused(request.RequestUri!.IsAbsoluteUri ? request.RequestUri.IdnHost : "", fault.Message);
            throw fault;
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    /// <summary>Reads the body to its end, or to where it gets too long: a small file can unpack to a large one.</summary>
    private static async Task KeepShortAsync(HttpResponseMessage response, int longest, bool cut, CancellationToken ct)
    {
        var kept = new MemoryStream();
        await using (var body = await response.Content.ReadAsStreamAsync(ct))
        {
            var piece = new byte[16 * 1024];
            while (await body.ReadAsync(piece, ct) is var read and > 0)
            {
                var room = longest - (int)kept.Length;
                if (read > room && !cut)
                    throw new OutboundException(OutboundFault.TooLong, $"the answer is longer than {longest / 1024} KB");
                kept.Write(piece, 0, Math.Min(read, room));
                if (read > room)
                    break;
            }
        }

        var content = new ByteArrayContent(kept.GetBuffer(), 0, (int)kept.Length);
        content.Headers.ContentType = response.Content.Headers.ContentType;
        (response.Content, var original) = (content, response.Content);
        original.Dispose();
    }

    private OutboundException? Explain(Exception e) => e switch
    {
        OutboundException fault => fault,

        // The connection's own refusal comes wrapped.
        HttpRequestException { InnerException: OutboundException fault } => new(fault.Fault, fault.Message, e),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException =>
            new(OutboundFault.NotReached, "the server has no certificate that is trusted", e),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(OutboundFault.TooLong, "the answer's headers are too long", e),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or InvalidDataException => new(OutboundFault.Garbled, "the answer cannot be read", e),
        OperationCanceledException => new(OutboundFault.TooSlow, $"no whole answer came within {_options.Timeout.TotalSeconds:0.#} seconds", e),
        HttpRequestException or IOException => new(OutboundFault.NotReached, "the server cannot be reached or broke off", e),
        _ => null,
    };
}
