using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Writing;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Writing;

/// <summary>Each kind of message that we write, with each kind of key.</summary>
internal static class EveryMessage
{
    public static string[] KeyKinds { get; } = ["RSA-2048", "RSA-3072", "P-256"];

    private static readonly Dictionary<string, Func<SigningKey, ReadOnlyMemory<byte>>> Signed = new()
    {
        ["response and assertion"] = key => SamlWriter.Write(Answers.Response, new Protection(key)),
        ["response alone"] = key => SamlWriter.Write(Answers.Response, new Protection(key, SignsAssertion: false)),
        ["assertion alone"] = key => SamlWriter.Write(Answers.Response, new Protection(key, SignsResponse: false)),
        ["sparse response and assertion"] = key => SamlWriter.Write(Answers.Sparse, new Protection(key)),
        ["refusal"] = key => SamlWriter.Write(Answers.Refusal, new Protection(key)),
        ["encrypted assertion"] = key => SamlWriter.Write(Answers.Response, new Protection(key, EncryptTo: new EncryptionKey(Keys.Provider.Verification, []))),
        ["logout request"] = Answers.LogoutRequest,
        ["logout response"] = Answers.LogoutResponse,
        ["metadata"] = key => SamlWriter.Write(Answers.Metadata, key),
        ["sparse metadata"] = key => SamlWriter.Write(Answers.SparseMetadata, key),
    };

    private static readonly Dictionary<string, Func<ReadOnlyMemory<byte>>> Unsigned = new()
    {
        ["unsigned logout request"] = () => Answers.LogoutRequest(null),
        ["unsigned logout response"] = () => Answers.LogoutResponse(null),
        ["unsigned refusal"] = () => SamlWriter.Write(Answers.Refusal, new Protection(Keys.Signing("RSA-2048"), SignsResponse: false)),
    };

    public static TheoryData<string, string> SignedNames => [.. from name in Signed.Keys from key in KeyKinds select (name, key)];

    /// <summary>Those that the framework's SignedXml, which knows no curves, can verify.</summary>
    public static TheoryData<string, string> RsaSignedNames => [.. from name in Signed.Keys from key in KeyKinds where key != "P-256" select (name, key)];

    public static TheoryData<string> UnsignedNames => [.. Unsigned.Keys];

    public static ReadOnlyMemory<byte> Write(string name, SigningKey key) => Signed[name](key);

    public static ReadOnlyMemory<byte> Write(string name) => Unsigned[name]();
}
