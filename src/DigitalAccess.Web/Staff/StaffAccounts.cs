using DigitalAccess.Web.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Staff;

/// <summary>What the operator does to a staff member's credentials. There is no way to them over the web.</summary>
internal sealed class StaffAccounts(
    DigitalAccessDb db, UserManager<StaffMember> members, StaffSecrets secrets, StaffSessions sessions, AuditTrail audit)
{
    /// <summary>Sets the password, opens a locked account, forgets the authenticator and ends every session.</summary>
    public Task<CredentialChange> SetPasswordAsync(string email, string password, CancellationToken ct) =>
        ChangeAsync(email, password, totpSecret: null, AuditAction.PasswordSet, ct);

    /// <summary>Password and authenticator secret at once, for a demonstration that people must be able to sign in to.</summary>
    /// <exception cref="FormatException">The secret is not base32.</exception>
    public Task<CredentialChange> SetCredentialsAsync(string email, string password, string base32Secret, CancellationToken ct) =>
        ChangeAsync(email, password, Base32.Decode(base32Secret), AuditAction.PasswordSet, ct);

    /// <summary>The member has lost the authenticator: the next sign-in sets up another one.</summary>
    public Task<CredentialChange> ResetCodeAsync(string email, CancellationToken ct) =>
        ChangeAsync(email, password: null, totpSecret: null, AuditAction.CodeReset, ct);

    private async Task<CredentialChange> ChangeAsync(string email, string? password, byte[]? totpSecret, AuditAction action, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(email, ct) is not { } member)
            return new CredentialChange.NoSuchMember();
        if (password is not null && await FaultsAsync(member, password) is { Count: > 0 } faults)
            return new CredentialChange.WeakPassword(faults);

        if (password is not null)
            member.PasswordHash = members.PasswordHasher.HashPassword(member, password);
        member.ProtectedTotpSecret = totpSecret is null ? null : secrets.Seal(totpSecret);
        member.TwoFactorEnabled = totpSecret is not null;
        member.LastTotpStep = 0;
        member.AccessFailedCount = 0;
        member.LockoutEnd = null;

        // A new stamp voids sign-ins that are half done; it is written before the sessions are ended, so none slips through.
        if (await members.UpdateSecurityStampAsync(member) is { Succeeded: false } failed)
            throw new InvalidOperationException($"{email}: {failed}");
        await sessions.EndAllAsync(member.Id, ct);
        await audit.WriteAsync(action, member.Id, member.LibraryId, detail: null, ct);
        await transaction.CommitAsync(ct);
        return new CredentialChange.Done();
    }

    /// <summary>Locked before it is read: a sign-in at the same moment must not leave half of its own changes in the row.</summary>
    private async Task<StaffMember?> LockAsync(string email, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var found = await db.Users.FromSql($"select * from staff_member where normalized_email = {members.NormalizeEmail(email)} for update").ToListAsync(ct);
        return found.SingleOrDefault();
    }

    private async Task<List<string>> FaultsAsync(StaffMember member, string password)
    {
        var faults = new List<string>();
        foreach (var validator in members.PasswordValidators)
            faults.AddRange((await validator.ValidateAsync(members, member, password)).Errors.Select(e => e.Description));
        return faults;
    }
}

internal abstract record CredentialChange
{
    private CredentialChange() { }

    public sealed record Done : CredentialChange;
    public sealed record NoSuchMember : CredentialChange;
    public sealed record WeakPassword(IReadOnlyList<string> Faults) : CredentialChange;
}
