using System.Xml;

namespace DigitalAccess.Saml2.Metadata;

/// <summary>Names of elements, attributes and namespaces, which a reader keeps for as long as it reads: an honest aggregate has some hundreds.</summary>
internal sealed class LimitedNames : NameTable
{
    private const int MostCharacters = 1024 * 1024;

    private int _characters;

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

    public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

    private string Counted(string name) => (_characters += name.Length) <= MostCharacters
        ? name
        : throw new SamlException(SamlFaultKind.TooLarge, "The metadata has more names of elements and attributes than any.");
}
