using DigitalAccess.Web.PatronLogin;
using Microsoft.AspNetCore.Http.Extensions;

namespace DigitalAccess.Web.Pages;

/// <summary>The same page in another language. A page that answered a form has no address of its own, so it starts afresh.</summary>
internal static class LanguageLink
{
    public static string To(HttpRequest request, string language)
    {
        var query = new QueryBuilder(request.Query.Where(p => p.Key is not (LanguageChoice.Query or SignInFirst.Language)))
        {
            { LanguageChoice.Query, language },
        };
        return request.Path + query.ToQueryString();
    }
}
