using DigitalAccess.Saml2.Model;

namespace DigitalAccess.Saml2.Rules;

/// <summary>Compares what a service demands of an authentication with what one here is (SAML Core 3.3.2.2.1).</summary>
public static class AuthnContexts
{
    /// <summary>From the weakest. Classes that are not here are in no order with any other, so they are met by themselves alone.</summary>
    private static readonly string[] Order =
        [SamlNames.Contexts.Unspecified, "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", SamlNames.Contexts.PasswordProtectedTransport];

    /// <param name="requested">What the service demands; null for nothing.</param>
    /// <param name="offered">Classes that the authentication has, the strongest first.</param>
    /// <returns>The class to say; null when none of them meets the demand.</returns>
    public static string? Choose(RequestedAuthnContext? requested, IReadOnlyList<string> offered) => requested is null
        ? offered is [var strongest, ..] ? strongest : null
        : offered.FirstOrDefault(have => Meets(have, requested));

    private static bool Meets(string have, RequestedAuthnContext requested) => requested.Comparison switch
    {
        ContextComparison.Exact => requested.Classes.Contains(have),
        ContextComparison.Minimum => requested.Classes.Any(wanted => have == wanted || Compare(have, wanted) > 0),
        ContextComparison.Maximum => requested.Classes.Any(wanted => have == wanted || Compare(have, wanted) < 0),
        ContextComparison.Better => requested.Classes.Count > 0 && requested.Classes.All(wanted => Compare(have, wanted) > 0),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <returns>Null where the two are in no order.</returns>
    private static int? Compare(string one, string other) => (Array.IndexOf(Order, one), Array.IndexOf(Order, other)) switch
    {
        ( < 0, _) or (_, < 0) => null,
        var (left, right) => left.CompareTo(right),
    };
}
