using Npgsql;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>What a protocol does with what it gave in a session, in one commit with the session's end: all of it happens or none.</summary>
internal interface IWhenASessionEnds
{
    /// <summary>The session ends, and what stands on it.</summary>
    /// <returns>What is left to do once that is committed; null for nothing.</returns>
    Task<Farewell?> EndingAsync(EndedSession session, NpgsqlTransaction transaction, CancellationToken ct);

    /// <summary>The same patron has typed card and PIN anew: what stood on the session before stands on the new one.</summary>
    Task RenewingAsync(byte[] before, PatronSession now, NpgsqlTransaction transaction, CancellationToken ct);
}

/// <summary>A session that is over.</summary>
/// <param name="Id">The session's key.</param>
/// <param name="SignOutId">Hash of the id by which the page after the sign-out finds what became of it.</param>
/// <param name="SharedComputer">Whether the next person sits down at the same browser.</param>
internal sealed record EndedSession(byte[] Id, byte[] SignOutId, bool SharedComputer);

/// <summary>What is done after the commit, and done again by a worker where this process does not come to it.</summary>
/// <param name="SayAsync">Does it, and never fails.</param>
/// <param name="ByBrowser">Whether the browser has to take part, by showing the page after the sign-out.</param>
/// <param name="LeavesOpen">Whether something stays open that nobody can close.</param>
internal sealed record Farewell(Func<Task> SayAsync, bool ByBrowser, bool LeavesOpen);
