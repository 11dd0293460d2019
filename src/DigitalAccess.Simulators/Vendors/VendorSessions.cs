using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>The vendor's own sessions: tickets in its memory, so that one can be ended without its browser.</summary>
internal sealed class VendorSessions : ITicketStore
{
    private readonly ConcurrentDictionary<string, AuthenticationTicket> _tickets = new();

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Guid.NewGuid().ToString("N");
        _tickets[key] = ticket;
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        _tickets[key] = ticket;
        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(_tickets.GetValueOrDefault(key));

    public Task RemoveAsync(string key)
    {
        _tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    /// <summary>By the sign-in where it is named, else all of that patron.</summary>
    public void End(string? sid, string? subject)
    {
        foreach (var (key, ticket) in _tickets)
            if (sid is not null ? ticket.Principal.FindFirstValue("sid") == sid : ticket.Principal.FindFirstValue("sub") == subject)
                _tickets.TryRemove(key, out _);
    }
}
