namespace DigitalAccess.Web.Regions.Yaml;

/// <summary>One value of a file and where it stands.</summary>
internal abstract record YamlNode(Place At);

/// <param name="Quoted">Quoted text is never a number, a truth value or nothing.</param>
internal sealed record YamlText(Place At, string Value, bool Quoted) : YamlNode(At)
{
    public bool IsNothing => !Quoted && Value is "" or "~" or "null";
}

internal sealed record YamlList(Place At, IReadOnlyList<YamlNode> Items) : YamlNode(At);

internal sealed record YamlMap(Place At, IReadOnlyList<YamlEntry> Entries) : YamlNode(At);

internal sealed record YamlEntry(Place At, string Key, YamlNode Value);
