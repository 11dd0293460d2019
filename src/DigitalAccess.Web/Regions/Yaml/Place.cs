namespace DigitalAccess.Web.Regions.Yaml;

/// <summary>A line of a file, for the eyes of whoever wrote it.</summary>
internal sealed record Place(string File, long Line)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>A value that is only judged once all files are read, and therefore remembers where it stands.</summary>
internal sealed record Placed<T>(T Value, Place At);
