namespace DigitalAccess.Web.Keys;

/// <summary>What each stored key is for. The names are in the database: they never change.</summary>
internal static class KeyPurpose
{
    /// <summary>Hashes cards and addresses in the throttle's tables.</summary>
    public const string Throttle = "throttle";

    /// <summary>Binds a patron account to the ILS's patron id.</summary>
    public const string PatronKey = "patron-key";

    /// <summary>Makes pairwise subjects; losing it gives every patron a new identity at every vendor.</summary>
    public const string Subject = "subject";

    /// <summary>Encrypts the authorization codes of the OpenID provider.</summary>
    public const string OidcEncryption = "oidc-encryption";

    public static readonly string[] All = [Throttle, PatronKey, Subject, OidcEncryption];
}
