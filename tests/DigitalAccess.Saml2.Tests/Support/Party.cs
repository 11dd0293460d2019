using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>The two parties of every test: the service that asks and we who answer, at one moment.</summary>
internal static class Party
{
    public const string Provider = "https://sp.example.org";
    public const string ConsumerService = "https://sp.example.org/acs";
    public const string Ours = "https://idp.example.org/saml";
    public const string SignOn = "https://idp.example.org/saml/sso";
    public const string Logout = "https://idp.example.org/saml/slo";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What the service's metadata says: its keys, and one place for answers.</summary>
    public static ServiceProviderMetadata Metadata { get; } = new()
    {
        EntityId = Provider,
        ConsumerServices = [new ConsumerService(0, SamlNames.Bindings.Post, ConsumerService, null)],
        SigningKeys = [Keys.Second.Verification, Keys.Provider.Verification],
    };

    /// <summary>The same of a service that signs with a curve.</summary>
    public static ServiceProviderMetadata CurveMetadata { get; } = Metadata with { SigningKeys = [Keys.P256.Verification] };

    public static Receiving AtSignOn { get; } = new() { Endpoint = SignOn, ServiceProvider = Metadata, Now = Now };

    public static Receiving AtLogout { get; } = new() { Endpoint = Logout, ServiceProvider = Metadata, Now = Now };

    /// <summary>A time as messages have it.</summary>
    public static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
