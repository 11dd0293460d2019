using DigitalAccess.Saml2.Model;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.Saml.VendorSheets;

/// <summary>All that a sheet is made of.</summary>
/// <param name="Provider">The registration.</param>
/// <param name="Metadata">What the vendor says of itself; null while there is nothing to rely upon.</param>
/// <param name="Resource">What it signs patrons in to; null while it is connected to nothing.</param>
/// <param name="Region">Who sends the sheet, and our own origin.</param>
/// <param name="Libraries">Those whose patrons the vendor meets.</param>
/// <param name="Example">One of them.</param>
/// <param name="Certificates">How certificates change.</param>
/// <param name="Refusals">Every reason for which a patron may be refused, by slug, and what the patron reads then.</param>
internal sealed record SheetFacts(
    ServiceProvider Provider, ServiceProviderMetadata? Metadata, Resource? Resource, SheetSender Region, IReadOnlyList<Library> Libraries, Library Example, SamlOptions Certificates,
    IReadOnlyList<(string Slug, string Text)> Refusals)
{
    public IdentityProvider ExampleProvider => IdentityProvider.Of(Example, Region.Origin);

    public bool Encrypts => Provider.Encryption != EncryptionRule.Never && Metadata?.EncryptionKeys.Count > 0;

    public bool SignsAssertion => Provider.SignsAssertion || Metadata?.WantAssertionsSigned == true;

    public bool RequiresSignedRequests => Provider.RequiresSignedRequests || Metadata?.AuthnRequestsSigned == true;

    /// <summary>The address by which we see that this vendor has fetched.</summary>
    public string MetadataOf(Library library) => $"{IdentityProvider.Of(library, Region.Origin).EntityId}/metadata/{Provider.Slug}";
}

/// <param name="Name">The region.</param>
/// <param name="Origin">Where we are.</param>
internal sealed record SheetSender(string Name, string Origin);
