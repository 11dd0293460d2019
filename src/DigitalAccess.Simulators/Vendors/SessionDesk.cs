using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>A vendor's API that begins a session when a region asks it to, and the address that the session begins at, once.</summary>
internal sealed class SessionDesk(string secret, Uri address)
{
    private readonly ConcurrentDictionary<string, string> _waiting = new();

    public async Task<IResult> BeginAsync(string slug, HttpRequest request)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {secret}")))
            return Results.Unauthorized();
        using var body = await JsonDocument.ParseAsync(request.Body);
        var start = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _waiting[start] = body.RootElement.GetProperty("claims").TryGetProperty("library", out var library) ? library.GetString() ?? "" : "";
        return Results.Json(new { url = new Uri(address, $"site/{slug}/start/{start}") });
    }

    /// <returns>The library that the patron came from; null where the address was used before.</returns>
    public string? Take(string start) => _waiting.TryRemove(start, out var library) ? library : null;
}
