using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Releases.VendorSheets;

/// <summary>The library, and the patron of it who does not exist, that a sheet takes its examples from.</summary>
internal static class ExampleLibrary
{
    public const int Age = 34;

    /// <summary>For a region that has no library yet.</summary>
    private static readonly Library Nowhere = new() { Slug = "exempel", Name = "Exempelbiblioteket", Municipality = "Exempelkommun", TimeZone = "Europe/Stockholm", Accent = "" };

    /// <summary>One whose patrons the vendor meets, if there is one.</summary>
    public static Library In(RegionSnapshot now, Guid? resourceId)
    {
        var libraries = now.Libraries.Where(l => l.Active).OrderBy(l => l.Slug, StringComparer.Ordinal).ToList();
        return libraries.Find(l => resourceId is { } id && now.LicencesOf(id).Any(licence => licence.Covers(l.Id))) ?? libraries.FirstOrDefault() ?? Nowhere;
    }

    /// <summary>An adult who lives where the library is.</summary>
    public static ReleaseFacts PatronOf(Library library, string host, string? pseudonym = null) =>
        new(library.Slug, library.Name, library.Municipality, library.Municipality, library.ScopeAt(host), Age, pseudonym);
}
