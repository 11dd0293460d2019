using DigitalAccess.Saml2.Writing;

namespace DigitalAccess.Saml2.Tests.Support;

/// <summary>Keys of this run, each made when it is first wanted.</summary>
internal static class Keys
{
    private static readonly Lazy<TestKey> LazyProvider = new(() => TestKey.OfRsa(2048));
    private static readonly Lazy<TestKey> LazySecond = new(() => TestKey.OfRsa(2048));
    private static readonly Lazy<TestKey> LazyStranger = new(() => TestKey.OfRsa(2048));
    private static readonly Lazy<TestKey> LazyLarge = new(() => TestKey.OfRsa(3072));
    private static readonly Lazy<TestKey> LazyCurve = new(() => TestKey.OfCurve("nistP256"));
    private static readonly Lazy<TestKey> LazyWeak = new(() => TestKey.OfRsa(1024));
    private static readonly Lazy<TestKey> LazyOurs = new(() => TestKey.OfRsa(2048));

    /// <summary>The service provider's, in its metadata.</summary>
    public static TestKey Provider => LazyProvider.Value;

    /// <summary>Another of the service provider's, for key rotation.</summary>
    public static TestKey Second => LazySecond.Value;

    /// <summary>Somebody else's.</summary>
    public static TestKey Stranger => LazyStranger.Value;

    public static TestKey Rsa3072 => LazyLarge.Value;

    public static TestKey P256 => LazyCurve.Value;

    public static TestKey Rsa1024 => LazyWeak.Value;

    /// <summary>The identity provider's.</summary>
    public static TestKey Ours => LazyOurs.Value;

    public static SigningKey Signing(string kind) => kind switch
    {
        "RSA-2048" => new SigningKey(Ours.Certificate),
        "RSA-3072" => new SigningKey(Rsa3072.Certificate),
        "P-256" => new SigningKey(P256.Certificate),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static TestKey Of(SigningKey key) =>
        new[] { Ours, Rsa3072, P256 }.Single(k => Convert.ToBase64String(k.Certificate.RawData) == key.Certificate);
}
