using System.Xml;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Reading;

internal static partial class SamlReader
{
    /// <summary>Nobody has so many sessions at one service.</summary>
    private const int MostSessionIndexes = 100;

    private const int MostStatusCodes = 8;

    /// <summary>Namespace of SAML V2.0 Asynchronous Single Logout Protocol Extension 1.0.</summary>
    private const string Asynchronous = "urn:oasis:names:tc:SAML:2.0:protocol:ext:async-slo";

    /// <summary>SAML Core 3.7.1.</summary>
    public static LogoutRequest ReadLogoutRequest(IncomingMessage message)
    {
        var root = Expect(message, "LogoutRequest");
        OnlyKnown(root, ["Extensions", "SessionIndex"], ["Issuer", "NameID", "EncryptedID"]);
        if (root.Child("EncryptedID", SamlNames.Assertion) is not null)
            throw ElementReading.Malformed(root, "holds an 'EncryptedID', which is not decrypted here: send the NameID itself, over TLS");
        var indexes = root.Children("SessionIndex", SamlNames.Protocol).Take(MostSessionIndexes + 1).Select(i => i.Name()).ToList();
        return new LogoutRequest
        {
            Header = message.Header,
            NameId = ReadNameId(root.Child("NameID", SamlNames.Assertion) ?? throw ElementReading.Malformed(root, "names nobody")),
            SessionIndexes = indexes.Count <= MostSessionIndexes ? indexes : throw ElementReading.Malformed(root, $"names more than {MostSessionIndexes} sessions"),
            NotOnOrAfter = root.OptionalInstant("NotOnOrAfter"),
            IsAsynchronous = root.Child("Extensions", SamlNames.Protocol)?.Child("Asynchronous", Asynchronous) is not null,
        };
    }

    /// <summary>SAML Core 3.7.2.</summary>
    public static LogoutResponse ReadLogoutResponse(IncomingMessage message)
    {
        var root = Expect(message, "LogoutResponse");
        OnlyKnown(root, ["Extensions", "Status"], ["Issuer"]);
        return new LogoutResponse
        {
            Header = message.Header,
            InResponseTo = root.Required("InResponseTo"),
            Status = ReadStatus(root.Child("Status", SamlNames.Protocol) ?? throw ElementReading.Malformed(root, "says not how it went")),
        };
    }

    /// <summary>SAML Core 3.2.2.1: codes stand within codes.</summary>
    private static List<string> ReadStatus(XmlElement status)
    {
        var codes = new List<string>();
        for (var code = status.Child("StatusCode", SamlNames.Protocol); code is not null && codes.Count < MostStatusCodes; code = code.Child("StatusCode", SamlNames.Protocol))
            codes.Add(code.Required("Value"));
        return codes.Count > 0 ? codes : throw ElementReading.Malformed(status, "holds no code");
    }
}
