using System.Net;
using DigitalAccess.Web.Data;

namespace DigitalAccess.Web.Libraries;

/// <summary>One municipality's public library: the tenant.</summary>
internal sealed class Library
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Names the library in addresses and in the region's files; never changes.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }
    public required string Municipality { get; set; }

    /// <summary>The national library catalogue's identifier of the library, when it has one.</summary>
    public string? Sigel { get; set; }

    /// <summary>IANA time zone: decides which day a launch belongs to and through which day a card is valid.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Which of the design system's accents and emblems the library's pages carry.</summary>
    public required string Accent { get; set; }

    public bool Active { get; set; } = true;
    public LoginForm LoginForm { get; set; } = new();
    public LibraryContact Contact { get; set; } = new();
    public AccessRules AccessRules { get; set; } = new();

    /// <summary>Networks of the library's own premises in CIDR notation: shared computers, and many patrons behind one address.</summary>
    public List<string> Premises { get; set; } = [];

    public IdentityProviderSettings IdentityProvider { get; set; } = new();

    /// <summary>Whose certificates sign for it, as vendors have been told; null where it always went with the others.</summary>
    public CertificateOwnership? Certificates { get; set; }

    /// <summary>What stands after the @ in affiliations, when the library has a domain of its own for that.</summary>
    public string? Scope { get; set; }

    public string ScopeAt(string host) => Scope ?? $"{Slug}.{host}";

    public bool IsOnPremises(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Premises.Any(network => IPNetwork.TryParse(network, out var range) && range.Contains(plain));
    }

    public DateOnly LocalDate(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);

    /// <summary>When the year begins at the library.</summary>
    public DateTimeOffset StartOfYear(int year) => StartOf(new DateOnly(year, 1, 1));

    /// <summary>When the day begins at the library.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var start = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        return new DateTimeOffset(start, TimeZoneInfo.FindSystemTimeZoneById(TimeZone).GetUtcOffset(start)).ToUniversalTime();
    }
}

/// <summary>How the library's own login form reads.</summary>
internal sealed class LoginForm
{
    public LocalizedText? CardLabel { get; set; }
    public LocalizedText? CardHint { get; set; }
    public LocalizedText? PinLabel { get; set; }

    /// <summary>Whether the library's patrons have PINs; without them the card number alone signs in. Follows from the ILS connection.</summary>
    public bool AsksForPin { get; set; } = true;

    /// <summary>Regular expression that a card must match before the ILS is asked.</summary>
    public string? CardPattern { get; set; }

    /// <summary>Regular expression that a PIN must match before the ILS is asked.</summary>
    public string? PinPattern { get; set; }

    /// <summary>Whether phones should show digits only.</summary>
    public bool NumericCard { get; set; }
    public bool NumericPin { get; set; } = true;
}

internal sealed class LibraryContact
{
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public string? Website { get; set; }
}

/// <summary>What the library itself demands of a patron before any e-resource opens.</summary>
internal sealed class AccessRules
{
    /// <summary>Blocks that stop e-resources; the others are the lending desk's matter.</summary>
    public List<string> StoppingBlocks { get; set; } =
        ["CardLost", "Debarred", "NoBorrowingPrivileges", "TooManyItemsLost", "TooManyItemsBilled"];

    /// <summary>Whether an expired card still opens e-resources.</summary>
    public bool AllowExpired { get; set; }

    /// <summary>The ILS's home library codes that belong to this library; empty means all.</summary>
    public List<string> HomeLibraries { get; set; } = [];

    /// <summary>The ILS's code of a home library, and the slug of the library where such a patron lives.</summary>
    public Dictionary<string, string> ResidenceByHomeLibrary { get; set; } = [];

    /// <summary>After how many wrong PINs in a row the ILS locks the card; the broker stops one short of it.</summary>
    public int? IlsLocksAfter { get; set; }

    /// <summary>After how many days without a wrong PIN the ILS has forgotten the earlier ones.</summary>
    public int IlsForgetsAfterDays { get; set; } = 30;

    public IlsLock? KnownIlsLock() => IlsLocksAfter is { } after ? new IlsLock(after, TimeSpan.FromDays(IlsForgetsAfterDays)) : null;
}

/// <summary>When an ILS locks a card by itself, and when it has forgotten what led there.</summary>
internal readonly record struct IlsLock(int After, TimeSpan ForgottenAfter);
