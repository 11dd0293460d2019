using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// Slows down whoever tries client secrets: after thirty wrong ones in a minute from one address, 429. Counted per node;
/// the secrets' 128 bits are what keeps guessing out, this keeps it off the log and the processor.
/// </summary>
internal sealed class WrongSecretLimit(TimeProvider clock) : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    private const int PerMinute = 30;
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
            .UseSingletonHandler<WrongSecretLimit>()
            .SetOrder(int.MinValue + 40_000)
            .Build();

    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (context.Error != Errors.InvalidClient || context.Transaction.GetHttpRequest()?.HttpContext is not { } http)
            return ValueTask.CompletedTask;
        if (_counts.Count >= MostAddresses)
            foreach (var (address, _) in _counts.Where(c => !Started(c.Value)))
                _counts.TryRemove(address, out _);
        if (_counts.Count < MostAddresses)
            _counts.AddOrUpdate(AddressOf(http), _ => new Count(clock.GetUtcNow(), 1), (_, c) => Started(c) ? c with { Failures = c.Failures + 1 } : new Count(clock.GetUtcNow(), 1));
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs before the engine reads the request.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!_counts.TryGetValue(AddressOf(http), out var count) || count.Failures < PerMinute)
            return next(http);
        if (!Started(count))
        {
            _counts.TryRemove(AddressOf(http), out _);
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = "60";
        return Task.CompletedTask;
    }

    private bool Started(Count count) => clock.GetUtcNow() - count.Since is var age && age >= TimeSpan.Zero && age < Window;

    /// <summary>An IPv6 network of 64 bits is one machine room.</summary>
    private static string AddressOf(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
            return "local";
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    private sealed record Count(DateTimeOffset Since, int Failures);
}
