namespace DigitalAccess.Saml2.Metadata;

/// <summary>Where a metadata query service gives the metadata of one entity (draft-young-md-query-saml; MDQ protocol 3.2.1).</summary>
public static class MetadataQuery
{
    /// <param name="baseAddress">The service's address, with or without a slash at its end.</param>
    /// <param name="entityId">The entity, whose name is encoded to the last letter so that it stays one segment of the path.</param>
    /// <exception cref="ArgumentException">The address has a query or a fragment, or the name is none that can be a segment.</exception>
    public static Uri AddressOf(Uri baseAddress, string entityId)
    {
        if (!baseAddress.IsAbsoluteUri || baseAddress.Query.Length + baseAddress.Fragment.Length > 0)
            throw new ArgumentException("The address of a metadata query service is absolute and has neither query nor fragment.", nameof(baseAddress));
        if (entityId.Trim('.').Length == 0)
            throw new ArgumentException("An entityID is not empty and not of dots alone.", nameof(entityId));
        return new Uri($"{baseAddress.AbsoluteUri.TrimEnd('/')}/entities/{Uri.EscapeDataString(entityId)}");
    }
}
