using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Outbound;

/// <summary>
/// Carries every call to an address that somebody else wrote down: where the rules let it, in time, and with an answer that
/// fits into memory or passes by as a stream. Redirections are not followed; they are answers like any other. Every failure is an
/// <see cref="OutboundException"/>.
/// </summary>
internal sealed class OutboundHandler : DelegatingHandler
{
    /// <summary>The name by which the client factory makes clients that call through here.</summary>
    public const string Client = "outbound";

    /// <summary>How long the answer's body may be, unpacked; <see cref="UsualLength"/> where a request does not say.</summary>
    public static readonly HttpRequestOptionsKey<long> LongestBody = new("DigitalAccess.LongestBody");

    /// <summary>That a longer body is cut there instead of being a fault: for who asks for the status and hardly for the words.</summary>
    public static readonly HttpRequestOptionsKey<bool> CutLongBody = new("DigitalAccess.CutLongBody");

    /// <summary>That the body is not kept but handed on as it arrives, with the same limits and the same faults.</summary>
    public static readonly HttpRequestOptionsKey<bool> StreamBody = new("DigitalAccess.StreamBody");

    /// <summary>How long the whole may take where the answer is known to be a large one; <see cref="OutboundOptions.Timeout"/> where a request does not say.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> Patience = new("DigitalAccess.Patience");

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
        var limits = Limits.Of(request, _options);
        var deadline = new CancellationTokenSource(limits.Time, _clock);
        HttpResponseMessage? response = null;
        var handedOn = false;
        try
        {
            if (OutboundRules.RefuseTarget(request.RequestUri!, _options) is { } reason)
                throw new OutboundException(OutboundFault.Refused, reason);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
            response = await base.SendAsync(request, either.Token);
            if (limits.Stream)
            {
                var body = await response.Content.ReadAsStreamAsync(either.Token);
                Replace(response, new StreamContent(new OutboundBody(body, response.Content, limits.Bytes, deadline, e => Explain(e, limits.Time))));
                handedOn = true;
            }
            else
            {
                Replace(response, await KeepAsync(response, limits.Bytes, limits.Cut, either.Token)).Dispose();
            }

            return response;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            if (Explain(e, limits.Time) is not { } fault)
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
        finally
        {
            if (!handedOn)
                deadline.Dispose();
        }
    }

    /// <returns>The content that was there before.</returns>
    private static HttpContent Replace(HttpResponseMessage response, HttpContent content)
    {
        content.Headers.ContentType = response.Content.Headers.ContentType;
        (response.Content, var original) = (content, response.Content);
        return original;
    }

    /// <summary>Reads the body to its end, or to where it gets too long: a small file can unpack to a large one.</summary>
    private static async Task<ByteArrayContent> KeepAsync(HttpResponseMessage response, long longest, bool cut, CancellationToken ct)
    {
        var kept = new MemoryStream();
        await using (var body = await response.Content.ReadAsStreamAsync(ct))
        {
            var piece = new byte[16 * 1024];
            while (await body.ReadAsync(piece, ct) is var read and > 0)
            {
                var room = (int)Math.Min(longest - kept.Length, read);
                if (read > room && !cut)
                    throw OutboundBody.TooLong(longest);
                kept.Write(piece, 0, room);
                if (read > room)
                    break;
            }
        }

        return new ByteArrayContent(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private static OutboundException? Explain(Exception e, TimeSpan time) => e switch
    {
        OutboundException fault => fault,

        // The connection's own refusal comes wrapped.
        HttpRequestException { InnerException: OutboundException fault } => new(fault.Fault, fault.Message, e),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException =>
            new(OutboundFault.NotReached, "the server has no certificate that is trusted", e),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(OutboundFault.TooLong, "the answer's headers are too long", e),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or InvalidDataException => new(OutboundFault.Garbled, "the answer cannot be read", e),
        OperationCanceledException => new(OutboundFault.TooSlow, $"no whole answer came within {time.TotalSeconds:0.#} seconds", e),
        HttpRequestException or IOException => new(OutboundFault.NotReached, "the server cannot be reached or broke off", e),
        _ => null,
    };
    private readonly record struct Limits(long Bytes, TimeSpan Time, bool Cut, bool Stream)
    {
        public static Limits Of(HttpRequestMessage request, OutboundOptions options) => new(
            request.Options.TryGetValue(LongestBody, out var bytes) ? bytes : UsualLength,
            request.Options.TryGetValue(Patience, out var time) ? time : options.Timeout,
            request.Options.TryGetValue(CutLongBody, out var cut) && cut,
            request.Options.TryGetValue(StreamBody, out var stream) && stream);
    }
}
