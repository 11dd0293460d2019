using DigitalAccess.Web.Data;

namespace DigitalAccess.Web.Staff;

/// <summary>Writes what was done beside what was done: the caller saves both at once, or calls <see cref="WriteAsync"/>.</summary>
internal sealed class AuditTrail(DigitalAccessDb db, TimeProvider clock)
{
    public void Add(AuditAction action, Guid? staffMember, Guid? library = null, string? detail = null) =>
        db.AuditEntries.Add(new AuditEntry
        {
            At = clock.GetUtcNow(),
            StaffMemberId = staffMember,
            Action = action,
            LibraryId = library,
            Detail = detail,
        });

    public async Task WriteAsync(AuditAction action, Guid? staffMember, Guid? library, string? detail, CancellationToken ct)
    {
        Add(action, staffMember, library, detail);
        await db.SaveChangesAsync(ct);
    }
}
