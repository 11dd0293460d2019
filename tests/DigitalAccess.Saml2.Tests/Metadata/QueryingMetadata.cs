using DigitalAccess.Saml2.Metadata;

namespace DigitalAccess.Saml2.Tests.Metadata;

public sealed class QueryingMetadata
{
    [Theory]
    [InlineData("https://mdq.example.org/", "https://sp.example.org/saml", "https://mdq.example.org/entities/https%3A%2F%2Fsp.example.org%2Fsaml")]
    [InlineData("https://mdq.example.org", "urn:mace:example.org:sp", "https://mdq.example.org/entities/urn%3Amace%3Aexample.org%3Asp")]
    [InlineData("https://mdq.example.org/global/", "https://sp.example.org/?a=b&c#d", "https://mdq.example.org/global/entities/https%3A%2F%2Fsp.example.org%2F%3Fa%3Db%26c%23d")]
    [InlineData("https://mdq.example.org/global", "../../admin", "https://mdq.example.org/global/entities/..%2F..%2Fadmin")]
    [InlineData("https://mdq.example.org/", "a b+c%2Få", "https://mdq.example.org/entities/a%20b%2Bc%252F%C3%A5")]
    public void The_name_is_one_segment_of_the_path(string address, string entityId, string expected) =>
        Assert.Equal(expected, MetadataQuery.AddressOf(new Uri(address), entityId).AbsoluteUri);

    [Theory]
    [InlineData("https://mdq.example.org/?a=b", "x")]
    [InlineData("https://mdq.example.org/#a", "x")]
    [InlineData("https://mdq.example.org/", "..")]
    [InlineData("https://mdq.example.org/", "")]
    public void What_cannot_be_asked_is_not_asked(string address, string entityId) =>
        Assert.Throws<ArgumentException>(() => MetadataQuery.AddressOf(new Uri(address), entityId));
}
