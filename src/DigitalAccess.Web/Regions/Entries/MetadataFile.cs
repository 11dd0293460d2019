using System.Text;
using System.Xml;
using DigitalAccess.Web.Regions.Yaml;

namespace DigitalAccess.Web.Regions.Entries;

/// <summary>
/// Metadata that a vendor has handed over as a file, beside the region's files. Whether it is good metadata, and signed by whom
/// it must be, is judged where it is used; here only that it can be read at all, and is the right vendor's.
/// </summary>
internal static class MetadataFile
{
    private const int Longest = 20 * 1024 * 1024;
    private const string Namespace = "urn:oasis:names:tc:SAML:2.0:metadata";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The text; null, with a fault noted, when it cannot be used.</returns>
    public static string? Read(Placed<string> name, string folder, string entityId, Faults faults)
    {
        var (text, fault) = Open(name.Value, Path.GetFullPath(folder));
        fault ??= entityId.Length > 0 ? Fault(text!, entityId) : null;
        if (fault is null)
            return text;
        faults.Add(name.At, $"the metadata file '{name.Value}' {fault}");
        return null;
    }

    private static (string? Text, string? Fault) Open(string name, string folder)
    {
        var path = Path.GetFullPath(name, folder);
        if (Path.IsPathRooted(name) || !IsWithin(path, folder))
            return (null, "leads out of the region's folder; put it there and write its name alone");
        var file = new FileInfo(path);
        if (!file.Exists)
            return (null, "is not in the region's folder; put it there or mend the name");

        if (LinksOut(file, folder))
            return (null, "is a link that leads out of the region's folder; put the file itself there");
        if ((file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length > Longest)
            return (null, $"is larger than {Longest / 1024 / 1024} MB; ask the vendor for its own metadata instead of the federation's");
        try
        {
            return (Strict.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, "is not in UTF-8; save it so");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, "cannot be read by this user; change its permissions");
        }
    }

    /// <summary>Kubernetes mounts files as links within the folder; a link to anywhere else would read what nobody put there.</summary>
    private static bool LinksOut(FileInfo file, string folder)
    {
        for (FileSystemInfo? part = file; part is not null && IsWithin(part.FullName, folder); part = part is FileInfo { Directory: var above } ? above : ((DirectoryInfo)part).Parent)
            if (part.ResolveLinkTarget(returnFinalTarget: true) is { } target && !IsWithin(target.FullName, folder))
                return true;
        return false;
    }

    private static bool IsWithin(string path, string folder) => path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? Fault(string text, string entityId)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var found = false;
            while (reader.Read())
                found |= reader is { NodeType: XmlNodeType.Element, LocalName: "EntityDescriptor", NamespaceURI: Namespace } && reader.GetAttribute("entityID") == entityId;
            return found ? null : $"holds no entity '{entityId}'; write the entityID as the file does, or ask the vendor for its metadata";
        }
        catch (XmlException e)
        {
            return $"is no XML that can be read (line {e.LineNumber}); ask the vendor for it anew";
        }
    }
}
