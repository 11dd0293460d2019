using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc;
using DigitalAccess.Web.Pages.Login;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Saml.Logout;
using Microsoft.AspNetCore.WebUtilities;

namespace DigitalAccess.Web.Pages;

/// <summary>Lets the login form's redirects reach the vendor that the patron is on the way to, and no other.</summary>
internal static class FormTargets
{
    public static void Allow(HttpContext http, Destination? destination)
    {
        if (destination is { Party: { } party, Resource: var resource })
            SecurityHeaders.AllowFormTargets(http, party.RedirectUris.Concat(party.AlsoVisits).Append(resource.LaunchUrl).Select(OriginOf).Distinct());
    }

    /// <summary>Lets the question whether to sign out lead back to the vendor that asked for it.</summary>
    public static void AllowReturn(HttpContext http, SignInTransaction transaction)
    {
        if (ReturnOf(transaction) is { } back)
            SecurityHeaders.AllowFormTargets(http, [OriginOf(back.AbsoluteUri)]);
    }

    /// <summary>
    /// The vendor's address after a sign-out; it was compared with the registered ones before the transaction was written. In
    /// any other transaction a parameter of that name is nobody's word.
    /// </summary>
    public static Uri? ReturnOf(SignInTransaction transaction) =>
        transaction.Target.StartsWith(LogoutEndpoint.Path + "?", StringComparison.Ordinal)
        && QueryHelpers.ParseQuery(new Uri(new Uri("http://localhost"), transaction.Target).Query).TryGetValue("post_logout_redirect_uri", out var address)
        && Uri.TryCreate(address, UriKind.Absolute, out var back) ? back : null;

    /// <summary>Whether a vendor has asked for the sign-out and waits: by OpenID Connect at that address, by SAML at one of ours that answers it.</summary>
    public static bool LeadsBack(SignInTransaction transaction) => ReturnOf(transaction) is not null || VendorsWish.IsAnswer(transaction.Target);

    private static string OriginOf(string address) => new Uri(address).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
