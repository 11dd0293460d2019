using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Http.Extensions;

namespace DigitalAccess.Web.Pages.Login;

/// <summary>From one page of a login to another, with what belongs to the errand: where it leads on to, and its language.</summary>
internal static class LoginAddress
{
    public static string Of(HttpRequest request, string? library = null)
    {
        var query = new QueryBuilder();
        foreach (var name in (ReadOnlySpan<string>)["t", SignInFirst.Language])
            if (request.Query[name] is [{ Length: > 0 } value] && !(name == SignInFirst.Language && request.Query.ContainsKey(LanguageChoice.Query)))
                query.Add(name, value);
        return (library is null ? "/login" : $"/login/{library}") + query;
    }
}
