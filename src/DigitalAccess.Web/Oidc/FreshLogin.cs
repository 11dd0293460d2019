using DigitalAccess.Web.Oidc.Requests;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc;

/// <summary>When a vendor wants card and PIN typed anew: <c>prompt=login</c>, <c>select_account</c>, <c>max_age</c>.</summary>
internal static class FreshLogin
{
    public static bool IsAskedFor(OpenIddictRequest request, DateTimeOffset signedInAt, DateTimeOffset now) =>
        request.HasPromptValue(PromptValues.Login)
        || request.HasPromptValue(PromptValues.SelectAccount)
        || (request.MaxAge is { } seconds && now - signedInAt > TimeSpan.FromSeconds(seconds));

    /// <summary>
    /// The same request for after the login, without what has then been done. The vendor sees in <c>auth_time</c> that it
    /// was; and leaving a wish out of one's own request is everybody's right.
    /// </summary>
    public static string Continuation(OpenIddictRequest request, AskedPatron asked)
    {
        var address = SameRequest.Address(AuthorizeEndpoint.Path, request, (name, value) => name switch
        {
            // Often a name or a number of the patron's: once the library is chosen it has done its work, and is not kept.
            Parameters.MaxAge or Parameters.LoginHint or AskedPatron.AskedOnce => null,
            Parameters.Prompt => Remaining(value),
            _ => value,
        });
        return asked.IsSomebody ? $"{address}&{AskedPatron.AskedOnce}=yes" : address;
    }

    private static string? Remaining(string? prompt) =>
        string.Join(' ', (prompt ?? "").Split(' ').Where(p => p is not (PromptValues.Login or PromptValues.SelectAccount))) is { Length: > 0 } rest ? rest : null;
}

/// <summary>A vendor that knows the patron's library says so in <c>login_hint</c>: <c>library:habo</c>.</summary>
internal static class LibraryHint
{
    private const string Prefix = "library:";

    public static string? Of(string? loginHint) =>
        loginHint is not null && loginHint.StartsWith(Prefix, StringComparison.Ordinal) ? loginHint[Prefix.Length..] : null;
}
