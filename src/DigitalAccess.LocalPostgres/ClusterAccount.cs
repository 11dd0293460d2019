namespace DigitalAccess.LocalPostgres;

/// <summary>
/// Whom the server runs as. PostgreSQL refuses to run as root, so root starts it as the account that owns the folder, or as
/// <c>postgres</c>, which the Debian package creates.
/// </summary>
internal sealed class ClusterAccount
{
    private readonly string? other;
    private readonly string? group;

    private ClusterAccount(string? other, string? group) => (this.other, this.group) = (other, group);

    internal static async Task<ClusterAccount> ForAsync(string folder, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ClusterAccount(null, null);
        var name = await OwnerAsync(folder, ct) is { } owner and not "root" ? owner : "postgres";
        var group = await Command.RunAsync(["id", "-g", "--", name], ct);
        return group.ExitCode == 0
            ? new ClusterAccount(name, group.Output.Trim())
            : throw new LocalPostgresException(
                $"PostgreSQL will not run as root and there is no account named {name}: run as another user, or add the account (adduser --system postgres).");
    }

    /// <summary>The command line, turned into one that runs as this account.</summary>
    internal IReadOnlyList<string> Line(params IEnumerable<string> line)
    {
        if (other is null)
            return [.. line];
        if (Command.FindOnPath("setpriv") is { } setpriv)
            return [setpriv, $"--reuid={other}", $"--regid={group}", "--init-groups", "--", .. line];
        if (Command.FindOnPath("runuser") is { } runuser)
            return [runuser, "-u", other, "--", .. line];
        if (Command.FindOnPath("su") is { } su)
            return [su, other, "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", .. line];
        throw new LocalPostgresException($"None of setpriv, runuser and su is on this machine, so root cannot start PostgreSQL as {other}.");
    }

    /// <summary>Gives the files to this account; nothing to do where it is our own.</summary>
    internal async Task TakeOverAsync(CancellationToken ct, params string[] paths)
    {
        if (other is null)
            return;
        var chown = await Command.RunAsync(["chown", "-h", "--", other + ":", .. paths], ct);
        if (chown.ExitCode != 0)
            throw new LocalPostgresException($"Cannot give {string.Join(", ", paths)} to {other}: {chown.Said}");
    }

    /// <summary>
    /// False under /root and other folders that this account may not walk through, and for a folder that somebody else has
    /// laid ready in a shared place, who could then read the password.
    /// </summary>
    internal async Task<bool> OwnsAsync(string folder, CancellationToken ct) =>
        (await Command.RunAsync(Line("test", "-O", folder, "-a", "-w", folder, "-a", "-x", folder), ct)).ExitCode == 0;

    private static async Task<string?> OwnerAsync(string folder, CancellationToken ct)
    {
        var owner = await Command.RunAsync(["stat", "-c", "%U", "--", folder], ct);
        return owner.ExitCode == 0 ? owner.Output.Trim() : null;
    }

    public override string ToString() => other ?? Environment.UserName;
}
