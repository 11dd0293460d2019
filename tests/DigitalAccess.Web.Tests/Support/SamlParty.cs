using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Saml;
using DigitalAccess.Web.Saml.Metadata;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>A vendor's service provider, written with nothing of the broker's: strings, .NET's own XML signatures, and a browser.</summary>
internal sealed class SamlParty(BrokerApp app, string name)
{
    private const string Dsig = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    private static readonly Lazy<X509Certificate2> OwnCertificate = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return new CertificateRequest("CN=vendor", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(5));
    });

    public string Slug => name;
    public string EntityId { get; } = $"https://{name}.example/sp";
    public string Acs { get; } = $"https://{name}.example/acs";
    public string Slo { get; } = $"https://{name}.example/slo";
    public static X509Certificate2 Certificate => OwnCertificate.Value;

    /// <summary>What is behind the words of the metadata; set before the party is registered.</summary>
    public bool SignsRequests { get; init; }
    public bool TakesEncrypted { get; init; }
    public string? LogoutBinding { get; init; } = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    public string MoreServices { get; init; } = "";
    public string? ValidUntil { get; init; }

    public string Metadata =>
        $"""
        <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{EntityId}"{(ValidUntil is null ? "" : $" validUntil=\"{ValidUntil}\"")}>
          <md:SPSSODescriptor AuthnRequestsSigned="{(SignsRequests ? "true" : "false")}" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
            <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{Convert.ToBase64String(Certificate.RawData)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
            {(TakesEncrypted ? $"<md:KeyDescriptor use=\"encryption\"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{Convert.ToBase64String(Certificate.RawData)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>" : "")}
            {(LogoutBinding is null ? "" : $"<md:SingleLogoutService Binding=\"{LogoutBinding}\" Location=\"{Slo}\"/>")}
            <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{Acs}" index="0" isDefault="true"/>
            {MoreServices}
          </md:SPSSODescriptor>
        </md:EntityDescriptor>
        """;

    /// <summary>Registers the party and a resource that it opens.</summary>
    public async Task<Resource> RegisterAsync(Action<ServiceProvider>? with = null)
    {
        var resource = await app.Given.ResourceAsync(name, AccessMethod.Saml, with: r => r.ServiceProvider = name);
        var provider = new ServiceProvider { Slug = name, EntityId = EntityId, VendorId = resource.VendorId, Name = name, Sector = $"{name}.example" };
        with?.Invoke(provider);
        await app.WithDbAsync(async db =>
        {
            db.ServiceProviders.Add(provider);
            db.StoredMetadata.Add(new StoredMetadata { ServiceProviderId = provider.Id, Xml = Metadata });
            await db.SaveChangesAsync();
        });
        return resource;
    }

    public string Issuer(string library = "habo") => $"{app.Origin.AbsoluteUri.TrimEnd('/')}/saml/{library}";

    public string Sso(string library = "habo") => $"{Issuer(library)}/sso";

    public static string NewId() => $"_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";

    /// <summary>A request to sign somebody in; <paramref name="attributes"/> and <paramref name="inner"/> go in as they are.</summary>
    public string Request(string id, string attributes = "", string inner = "", string library = "habo", DateTimeOffset? at = null) =>
        $"""<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{At(at)}" Destination="{Sso(library)}" {attributes}><saml:Issuer>{EntityId}</saml:Issuer>{inner}</samlp:AuthnRequest>""";

    public string LogoutRequest(string id, string nameId, string? sessionIndex, string library = "habo", DateTimeOffset? at = null, string inner = "", string attributes = "") =>
        $"""<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{At(at)}" Destination="{Issuer(library)}/slo" {attributes}><saml:Issuer>{EntityId}</saml:Issuer><saml:NameID>{nameId}</saml:NameID>{inner}{(sessionIndex is null ? "" : $"<samlp:SessionIndex>{sessionIndex}</samlp:SessionIndex>")}</samlp:LogoutRequest>""";

    /// <summary>The address, signed, at which the party wishes that somebody be signed out.</summary>
    public string Wish(string nameId, string? sessionIndex) => Redirect($"{Issuer()}/slo", LogoutRequest(NewId(), nameId, sessionIndex), signed: true);

    /// <summary>A message of an address.</summary>
    public static SamlAnswer Unpacked(Uri address, string parameter)
    {
        var value = System.Web.HttpUtility.ParseQueryString(address.Query)[parameter] ?? throw new InvalidOperationException($"No {parameter} in {address}");
        using var inflate = new System.IO.Compression.DeflateStream(new MemoryStream(Convert.FromBase64String(value)), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(inflate);
        return new SamlAnswer(reader.ReadToEnd(), null, address.AbsoluteUri);
    }

    public string LogoutResponse(string inResponseTo, string library = "habo", string status = "urn:oasis:names:tc:SAML:2.0:status:Success") =>
        $"""<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{NewId()}" Version="2.0" IssueInstant="{At(null)}" Destination="{Issuer(library)}/slo" InResponseTo="{inResponseTo}"><saml:Issuer>{EntityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="{status}"/></samlp:Status></samlp:LogoutResponse>""";

    /// <summary>The address that carries a message (SAML Bindings 3.4.4.1).</summary>
    public static string Redirect(string address, string message, string? relayState = null, bool signed = false, string parameter = "SAMLRequest")
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(Encoding.UTF8.GetBytes(message));
        var query = $"{parameter}={Uri.EscapeDataString(Convert.ToBase64String(packed.ToArray()))}";
        if (relayState is not null)
            query += $"&RelayState={Uri.EscapeDataString(relayState)}";
        if (!signed)
            return $"{address}?{query}";
        query += $"&SigAlg={Uri.EscapeDataString(Dsig)}";
        var signature = Certificate.GetRSAPrivateKey()!.SignData(Encoding.UTF8.GetBytes(query), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{address}?{query}&Signature={Uri.EscapeDataString(Convert.ToBase64String(signature))}";
    }

    /// <summary>The fields that carry a message (SAML Bindings 3.5.4).</summary>
    public static Dictionary<string, string> Form(string message, string? relayState = null, string parameter = "SAMLRequest")
    {
        var fields = new Dictionary<string, string> { [parameter] = Convert.ToBase64String(Encoding.UTF8.GetBytes(message)) };
        if (relayState is not null)
            fields["RelayState"] = relayState;
        return fields;
    }

    /// <summary>Signs inside, behind the issuer.</summary>
    public static string Signed(string message)
    {
        var document = Read(message);
        var signed = new ById(document) { SigningKey = Certificate.GetRSAPrivateKey() };
        var reference = new Reference($"#{document.DocumentElement!.GetAttribute("ID")}") { DigestMethod = SignedXml.XmlDsigSHA256Url };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = SignedXml.XmlDsigRSASHA256Url;
        signed.ComputeSignature();
        document.DocumentElement.InsertAfter(document.ImportNode(signed.GetXml(), true), document.DocumentElement.FirstChild);
        return document.OuterXml;
    }

    /// <summary>What the broker has the browser post to the party.</summary>
    public SamlAnswer Answer(Answer page)
    {
        var (address, fields) = page.FormWith(["SAMLResponse"]);
        return new SamlAnswer(Encoding.UTF8.GetString(Convert.FromBase64String(fields["SAMLResponse"])), fields.GetValueOrDefault("RelayState"), address);
    }

    public static XmlDocument Read(string xml)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(xml);
        return document;
    }

    private string At(DateTimeOffset? at) => (at ?? app.Clock.GetUtcNow()).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private sealed class ById(XmlDocument document) : SignedXml(document)
    {
        public override XmlElement? GetIdElement(XmlDocument? document, string idValue) => (XmlElement?)document!.SelectSingleNode($"//*[@ID='{idValue}']");
    }

    /// <summary>Whether the element's own signature holds with a certificate of the library's metadata.</summary>
    public static bool Verifies(XmlDocument document, XmlElement element, IEnumerable<X509Certificate2> certificates)
    {
        if (element.ChildNodes.OfType<XmlElement>().FirstOrDefault(e => e.LocalName == "Signature") is not { } signature)
            return false;
        var signed = new ById(document);
        signed.LoadXml(signature);
        return signed.SignedInfo!.References is [Reference { Uri: var uri }] && uri == $"#{element.GetAttribute("ID")}"
            && certificates.Any(c => c.GetRSAPublicKey() is { } key && signed.CheckSignature(key));
    }
}

/// <summary>An answer as it arrives at a vendor.</summary>
internal sealed record SamlAnswer(string Xml, string? RelayState, string PostedTo)
{
    public XmlDocument Document { get; } = SamlParty.Read(Xml);

    public string One(string path) => Nodes(path) is [var only] ? only : throw new InvalidOperationException($"{path}: {Nodes(path).Count} in {Xml}");

    public string? Maybe(string path) => Nodes(path) is [var first, ..] ? first : null;

    public List<string> Nodes(string path)
    {
        var names = new XmlNamespaceManager(Document.NameTable);
        names.AddNamespace("p", "urn:oasis:names:tc:SAML:2.0:protocol");
        names.AddNamespace("a", "urn:oasis:names:tc:SAML:2.0:assertion");
        names.AddNamespace("ds", "http://www.w3.org/2000/09/xmldsig#");
        names.AddNamespace("xenc", "http://www.w3.org/2001/04/xmlenc#");
        return [.. Document.SelectNodes(path, names)!.Cast<XmlNode>().Select(n => n is XmlElement e ? e.InnerText : n.Value!)];
    }

    public List<string> Status => Nodes("/p:Response/p:Status//p:StatusCode/@Value");
    public bool IsSuccess => Status is ["urn:oasis:names:tc:SAML:2.0:status:Success"];
    public string NameId => One("//a:Subject/a:NameID");
    public string SessionIndex => One("//a:AuthnStatement/@SessionIndex");

    public List<string> Attribute(string name) => Nodes($"//a:Attribute[@Name='{name}']/a:AttributeValue");
}
