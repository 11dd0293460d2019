using System.ComponentModel;
using System.Diagnostics;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>
/// xmlsec1, which knows nothing of SAML and trusts no certificate here: it is given the public key, and told which elements have
/// an identifier called ID.
/// </summary>
internal static class Xmlsec
{
    private const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol:";
    private const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion:Assertion";
    private const string Descriptor = "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor";

    private static readonly string[] Messages =
        [$"{Protocol}AuthnRequest", $"{Protocol}LogoutRequest", $"{Protocol}LogoutResponse", $"{Protocol}Response", Descriptor];

    /// <summary>Whether the root's own signature holds.</summary>
    public static bool AcceptsRoot(TestKey key, params string[] documents) => AcceptsRoot(key.PublicPem, documents);

    public static bool AcceptsRoot(string publicPem, params string[] documents) =>
        Verify(publicPem, Messages, "/*/*[local-name()='Signature']", documents);

    /// <summary>Whether the signature of the assertion, wherever it is in the document, holds.</summary>
    public static bool AcceptsAssertion(TestKey key, params string[] documents) =>
        Verify(key.PublicPem, [Assertion], "//*[local-name()='Assertion']/*[local-name()='Signature']", documents);

    /// <returns>The document with what was encrypted to the key in its place.</returns>
    public static string Decrypt(TestKey key, string document)
    {
        using var folder = new Folder();
        var (code, said) = Run(["--decrypt", "--privkey-pem", folder.Write("key.pem", key.PrivatePem), "--output", folder.Path("plain.xml"), folder.Write("sealed.xml", document)]);
        Assert.True(code == 0, said);
        return File.ReadAllText(folder.Path("plain.xml"));
    }

    private static bool Verify(string publicPem, string[] identified, string signature, string[] documents)
    {
        using var folder = new Folder();
        List<string> arguments = ["--verify", "--pubkey-pem", folder.Write("key.pem", publicPem), "--enabled-key-data", "key-name", "--node-xpath", signature];
        foreach (var name in identified)
            arguments.AddRange(["--id-attr:ID", name]);
        arguments.AddRange(documents.Select((document, i) => folder.Write($"{i}.xml", document)));
        return Run(arguments).Code == 0;
    }

    private static (int Code, string Said) Run(IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("xmlsec1", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var told = process.StandardOutput.ReadToEndAsync();
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said + told.Result);
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("xmlsec1 is not on this machine; ./test installs it, and so does: apt-get install xmlsec1");
        }
    }

    /// <summary>xmlsec1 takes files.</summary>
    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("saml-");

        public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

        public string Write(string name, string text)
        {
            File.WriteAllText(Path(name), text);
            return Path(name);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
