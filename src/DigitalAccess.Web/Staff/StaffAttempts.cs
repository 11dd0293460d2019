namespace DigitalAccess.Web.Staff;

/// <summary>Tells log and audit trail how sign-ins went.</summary>
internal sealed class StaffAttempts(AuditTrail audit, ILogger<StaffAttempts> logger)
{
    public void HeldBack() => logger.StaffSignInHeldBack();

    /// <summary>An address that is no member's stands in the log only: whoever makes them up must not fill the audit trail.</summary>
    public async Task FailedAsync(string step, Guid? member, CancellationToken ct)
    {
        logger.StaffSignInFailed(step, member);
        if (member is not null)
            await audit.WriteAsync(AuditAction.SignInFailed, member, library: null, detail: step, ct);
    }

    /// <summary>Written with the session, when the caller saves.</summary>
    public void Succeeded(Guid member, bool enrolled)
    {
        if (enrolled)
            audit.Add(AuditAction.Enrolled, member);
        audit.Add(AuditAction.SignedIn, member);
        logger.StaffSignedIn(member);
    }
}
