namespace DigitalAccess.Web.Pages;

/// <summary>The coloured top of a page: heading and lead, in front of the library's emblem.</summary>
internal sealed record Band(string Heading, string? Lead = null, string? Eyebrow = null)
{
    /// <summary>Leaves room below for a card that reaches up into the band.</summary>
    public bool Tall { get; init; }
}
