using DigitalAccess.Ils.Sip2;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Regions.Yaml;
using DigitalAccess.Web.Staff;

namespace DigitalAccess.Web.Regions.Entries;

/// <summary>All that the files say. Each entry holds the thing as it shall be, and what it refers to by name.</summary>
internal sealed record RegionEntries(
    IReadOnlyList<LibraryEntry> Libraries,
    IReadOnlyList<VendorEntry> Vendors,
    IReadOnlyList<RelyingPartyEntry> RelyingParties,
    IReadOnlyList<ServiceProviderEntry> ServiceProviders,
    IReadOnlyList<ResourceEntry> Resources,
    IReadOnlyList<LicenceEntry> Licences,
    IReadOnlyList<StaffEntry> Staff);

internal sealed record LibraryEntry(Place At, Library Library, IlsEntry? Ils, IReadOnlyList<Placed<string>> Residences);

/// <param name="Secret">The broker's password at the ILS; null when the ILS wants none.</param>
/// <param name="TerminalSecret">The terminal password (AC), which few libraries have.</param>
internal sealed record IlsEntry(string Kind, Sip2Settings Settings, string? Secret, string? TerminalSecret);

internal sealed record VendorEntry(Place At, Vendor Vendor);

internal sealed record RelyingPartyEntry(Place At, RelyingParty Party, Placed<string> Vendor);

internal sealed record ServiceProviderEntry(Place At, ServiceProvider Provider, Placed<string> EntityId, Placed<string> Vendor);

/// <param name="ApiSecret">The bearer token for <see cref="Resource.SessionApi"/>.</param>
internal sealed record ResourceEntry(Place At, Resource Resource, Placed<string> Vendor, Placed<string>? Client, Placed<string>? ServiceProvider, string? ApiSecret);

/// <param name="Holder">The library that holds the licence; null when the region does.</param>
internal sealed record LicenceEntry(
    Place At, Licence Licence, Placed<string> Resource, Placed<string>? Holder, IReadOnlyList<Placed<string>> Covers);

internal sealed record StaffEntry(Place At, StaffMember Member, Placed<string>? Library);
