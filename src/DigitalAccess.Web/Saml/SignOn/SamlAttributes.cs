using DigitalAccess.Saml2.Model;
using DigitalAccess.Web.Releases;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>
/// A contract's lines as SAML attributes. Names of the research and education world have their registered URIs (eduPerson,
/// SAML Subject Identifier Attributes 1.0); any other name goes out as it was written, if need be as a URI of ours.
/// </summary>
internal static class SamlAttributes
{
    public const string PairwiseId = "urn:oasis:names:tc:SAML:attribute:pairwise-id";
    public const string SubjectId = "urn:oasis:names:tc:SAML:attribute:subject-id";
    public const string TargetedId = "urn:oid:1.3.6.1.4.1.5923.1.1.1.10";

    private static readonly Dictionary<string, (string Name, string Friendly)> Registered = new(StringComparer.Ordinal)
    {
        ["pairwiseid"] = (PairwiseId, "pairwise-id"),
        ["subjectid"] = (SubjectId, "subject-id"),
        ["edupersontargetedid"] = (TargetedId, "eduPersonTargetedID"),
        ["edupersonscopedaffiliation"] = ("urn:oid:1.3.6.1.4.1.5923.1.1.1.9", "eduPersonScopedAffiliation"),
        ["edupersonaffiliation"] = ("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "eduPersonAffiliation"),
        ["edupersonentitlement"] = ("urn:oid:1.3.6.1.4.1.5923.1.1.1.7", "eduPersonEntitlement"),
        ["schachomeorganization"] = ("urn:oid:1.3.6.1.4.1.25178.1.2.9", "schacHomeOrganization"),
    };

    /// <summary>The formal name and the friendly one of a contract's claim.</summary>
    public static (string Name, string? Friendly) NameOf(string claim)
    {
        if (Registered.TryGetValue(LettersOf(claim), out var registered))
            return registered;
        foreach (var (name, friendly) in Registered.Values)
            if (name == claim)
                return (name, friendly);
        return (claim.Contains(':', StringComparison.Ordinal) ? claim : $"urn:digitalaccess:attribute:{claim}", claim);
    }

    /// <summary>Whether vendors take the claim for the patron's name.</summary>
    public static bool IsPseudonym(string claim) => NameOf(claim).Name is PairwiseId or SubjectId or TargetedId;

    /// <param name="release">What the vendor is told.</param>
    /// <param name="pseudonym">The pairwise pseudonym as a name identifier, for the attribute whose values are such.</param>
    /// <param name="shared">A pseudonym that is the same at every vendor that is told it (SAML Subject Identifier Attributes 3.3).</param>
    /// <param name="scope">The library's, for the attributes whose values have one.</param>
    public static IReadOnlyList<AttributeValue> Of(Release release, NameId pseudonym, string shared, string scope) => [.. release.Claims.Select(claim =>
    {
        var (name, friendly) = NameOf(claim.Name);
        return name switch
        {
            TargetedId => new AttributeValue(name, friendly, []) { NameId = pseudonym },
            SubjectId => new AttributeValue(name, friendly, [$"{shared}@{scope}"]),
            PairwiseId => new AttributeValue(name, friendly, [.. claim.Values.Select(value => $"{value}@{scope}")]),
            _ => new AttributeValue(name, friendly, claim.Values),
        };
    })];

    private static string LettersOf(string claim) => string.Concat(claim.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
