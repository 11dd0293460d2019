using System.Text.RegularExpressions;

namespace DigitalAccess.Web.Releases;

/// <summary>What claims may be called: the protocol keeps its own names, and no claim pretends to hold what no vendor gets.</summary>
internal static partial class ClaimNames
{
    /// <summary>JWT (RFC 7519), OpenID Connect and its logout, introspection (RFC 7662), token exchange, the engine.</summary>
    private static readonly string[] Reserved =
    [
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid", "nonce", "acr", "amr", "azp", "auth_time", "at_hash", "c_hash", "s_hash", "sub_jwk", "sub_id", "events",
        "active", "client_id", "scope", "token_type", "token_use", "username", "cnf", "act", "may_act", "rat", "htm", "htu", "ath", "role", "roles", "authorization_details",
    ];

    /// <summary>Compared without case and without what is no letter.</summary>
    private static readonly string[] Personal =
    [
        "name", "mail", "pin", "cn", "sn", "uid", "ssn", "gender", "sex", "address", "picture", "photo", "profile", "nickname", "commonname", "fullname", "login", "street",
    ];

    private static readonly string[] PersonalParts =
    [
        "givenname", "familyname", "middlename", "firstname", "lastname", "surname", "displayname", "username", "birth", "email", "phone", "mobile", "personnummer",
        "personalnumber", "personalidentity", "socialsecurity", "nationalid", "card", "barcode", "patronid", "principalname", "password", "passcode", "postal",
    ];

    private static readonly string[] Lists = ["edupersonscopedaffiliation", "edupersonaffiliation", "edupersonentitlement", "entitlements", "affiliations"];

    public static string Usual(ReleaseSource source) => source switch
    {
        ReleaseSource.Library => "library",
        ReleaseSource.LibraryName => "library_name",
        ReleaseSource.Municipality => "municipality",
        ReleaseSource.Residence => "residence",
        ReleaseSource.AgeBand => "age_band",
        ReleaseSource.Affiliation => "eduperson_scoped_affiliation",
        ReleaseSource.Constant => "eduperson_entitlement",
        ReleaseSource.Pseudonym => "pairwise-id",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static bool IsList(string claim) => Lists.Contains(Letters(claim));

    /// <returns>What is wrong with the name, or null.</returns>
    public static string? Check(string claim)
    {
        if (!Pattern().IsMatch(claim))
            return $"must be 1 to 100 letters, digits and any of _ . : / -, beginning with a letter, not '{claim}'";
        if (Reserved.Contains(claim, StringComparer.OrdinalIgnoreCase) || claim.StartsWith("oi_", StringComparison.OrdinalIgnoreCase))
            return $"must not be '{claim}': the protocol itself says something by that name";
        var letters = Letters(claim);
        return Personal.Contains(letters) || Array.Exists(PersonalParts, part => letters.Contains(part, StringComparison.Ordinal))
            ? $"must not be '{claim}': names, birth dates, card numbers and addresses are told to no vendor, and nothing else may pass for them"
            : null;
    }

    private static string Letters(string claim) => string.Concat(claim.Where(char.IsAsciiLetter)).ToLowerInvariant();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_.:/-]{0,99}\z")]
    private static partial Regex Pattern();
}
