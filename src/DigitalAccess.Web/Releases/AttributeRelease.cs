using System.Text.Json.Serialization;

namespace DigitalAccess.Web.Releases;

/// <summary>One line of a vendor's attribute contract: which claim it gets, and what that says of the patron.</summary>
internal sealed record AttributeRelease
{
    /// <summary>The claim's name, as the vendor spells it.</summary>
    public required string Claim { get; init; }
    public required ReleaseSource Source { get; init; }

    /// <summary>What a <see cref="ReleaseSource.Constant"/> says, of every patron alike.</summary>
    public string? Value { get; init; }

    /// <summary>Whether the vendor cannot do without: who cannot be given it is not let through with less.</summary>
    public bool Required { get; init; }

    /// <summary>eduPerson claims are lists however many values they have (REFEDS, OpenID Connect white paper for research and education).</summary>
    [JsonIgnore]
    public bool IsList => ClaimNames.IsList(Claim);

    public static AttributeRelease Of(ReleaseSource source) => new() { Claim = ClaimNames.Usual(source), Source = source };

    /// <summary>For people who read what an import changes.</summary>
    public override string ToString() =>
        $"{Claim} {(Value is null ? $"from {Source}" : $"'{Value}'")}{(Required ? " (required)" : "")}";
}

/// <summary>Where a claim's value comes from. Nothing here is a name, a number, an address or a birth date, and nothing may become one.</summary>
internal enum ReleaseSource
{
    /// <summary>Slug of the library that issued the card: the licence holder's identifier.</summary>
    Library,
    LibraryName,

    /// <summary>Name of the library's municipality.</summary>
    Municipality,

    /// <summary>Name of the municipality where the patron lives, while the ILS has told it.</summary>
    Residence,

    /// <summary>Child, youth or adult; never a birth date.</summary>
    AgeBand,

    /// <summary><c>member@</c> and the library's scope (eduPersonScopedAffiliation).</summary>
    Affiliation,

    /// <summary>Words of the contract itself, such as an entitlement.</summary>
    Constant,

    /// <summary>The pairwise pseudonym itself, for vendors by SAML, which look for it among the attributes; OpenID Connect has <c>sub</c> for it.</summary>
    Pseudonym,
}
