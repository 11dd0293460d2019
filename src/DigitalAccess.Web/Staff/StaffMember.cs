using DigitalAccess.Web.Libraries;
using Microsoft.AspNetCore.Identity;

namespace DigitalAccess.Web.Staff;

/// <summary>Somebody who works with the service: signs in with e-mail, password and a one-time code.</summary>
internal sealed class StaffMember : IdentityUser<Guid>
{
    public required string DisplayName { get; set; }
    public required StaffRole Role { get; set; }

    /// <summary>The library whose figures a <see cref="StaffRole.Library"/> member sees; null for the region's own staff.</summary>
    public Guid? LibraryId { get; set; }
    public Library? Library { get; init; }

    public bool Active { get; set; } = true;

    /// <summary>The secret shared with the member's authenticator, under Data Protection; null until a first code has confirmed it.</summary>
    public string? ProtectedTotpSecret { get; set; }

    /// <summary>The last one-time code's time step: a code is good once (RFC 6238, section 5.2).</summary>
    public long LastTotpStep { get; set; }
}

internal enum StaffRole
{
    /// <summary>One library's figures.</summary>
    Library,

    /// <summary>All libraries' figures.</summary>
    Region,

    /// <summary>Region, and the running of the service.</summary>
    Operator,
}
