using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace DigitalAccess.Simulators.Vendors;

/// <summary>The vendor's own key, what it says of itself, and what identity providers say of themselves.</summary>
internal sealed class SamlPeer : IDisposable
{
    private const string RsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    private readonly ConcurrentDictionary<string, IReadOnlyList<X509Certificate2>> _certificates = new();
    private readonly HttpClient _http;
    private readonly RSA _key = RSA.Create(2048);
    private readonly SamlVendorOptions _options;
    private readonly string _certificate;

    public SamlPeer(SamlVendorOptions options, Uri address)
    {
        (_options, Address) = (options, address);
        _http = options.TrustedCertificateAuthority is { } authority ? new HttpClient(TrustedAuthority.Handler(authority)) : new HttpClient();
        var request = new CertificateRequest($"CN={options.Slug}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
        _certificate = Convert.ToBase64String(certificate.RawData);
    }

    public Uri Address { get; }
    public string EntityId => _options.EntityId;
    public string AnswerAddress => new Uri(Address, SamlVendor.AnswerPath).AbsoluteUri;
    public string LogoutAddress => new Uri(Address, SamlVendor.LogoutPath).AbsoluteUri;

    public string Metadata =>
        $"""
        <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{EntityId}">
          <md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
            <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{_certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
            <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{LogoutAddress}"/>
            <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{AnswerAddress}" index="0" isDefault="true"/>
          </md:SPSSODescriptor>
        </md:EntityDescriptor>
        """;

    /// <summary>Only libraries of the one region, each by its own name.</summary>
    public bool Trusts(string identityProvider) =>
        identityProvider.StartsWith(_options.IdentityProviders.AbsoluteUri, StringComparison.Ordinal) && LibraryNames.Codes.Contains(identityProvider[_options.IdentityProviders.AbsoluteUri.Length..]);

    /// <summary>Certificates of the identity provider's metadata, which is fetched where we are seen to fetch it.</summary>
    /// <param name="identityProvider">Its entityID.</param>
    /// <param name="anew">Whether to ask again: certificates change.</param>
    public async Task<IReadOnlyList<X509Certificate2>> CertificatesAsync(string identityProvider, bool anew, CancellationToken ct)
    {
        if (!anew && _certificates.TryGetValue(identityProvider, out var known))
            return known;
        var document = SamlXml.Read(await _http.GetStringAsync(new Uri($"{identityProvider}/metadata/{_options.Slug}"), ct));
        var found = document.SelectNodes("//*[local-name()='IDPSSODescriptor']/*[local-name()='KeyDescriptor']//*[local-name()='X509Certificate']")!.Cast<XmlElement>()
            .Select(e => X509CertificateLoader.LoadCertificate(Convert.FromBase64String(e.InnerText))).ToList();
        _certificates[identityProvider] = found;
        return found;
    }

    /// <summary>The address that carries a signed message (SAML Bindings 3.4.4.1).</summary>
    public string Redirect(string address, string parameter, string message, string? relayState)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(Encoding.UTF8.GetBytes(message));
        var query = $"{parameter}={Uri.EscapeDataString(Convert.ToBase64String(packed.ToArray()))}"
            + (relayState is null ? "" : $"&RelayState={Uri.EscapeDataString(relayState)}") + $"&SigAlg={Uri.EscapeDataString(RsaSha256)}";
        var signature = _key.SignData(Encoding.UTF8.GetBytes(query), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{address}?{query}&Signature={Uri.EscapeDataString(Convert.ToBase64String(signature))}";
    }

    public static string NewId() => $"_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    public static string Now() => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _key.Dispose();
        _http.Dispose();
    }
}
