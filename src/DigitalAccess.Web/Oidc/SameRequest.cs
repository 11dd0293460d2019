using Microsoft.AspNetCore.Http.Extensions;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc;

/// <summary>
/// A vendor's request as an address of our own, for after a page of ours. A request that came as a form is first turned into
/// one: with a form that another site sends, browsers leave out the session cookie, and the patron would look signed out.
/// </summary>
internal static class SameRequest
{
    /// <summary>Servers and proxies take request lines of 8 KB; the rest is for the path and for what else is said in it.</summary>
    private const int Longest = 6 * 1024;

    public static string Address(string path, OpenIddictRequest request, Func<string, string?, string?>? change = null)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in request.GetParameters())
            if ((change is null ? (string?)value : change(name, (string?)value)) is { } text)
                query.Add(name, text);
        return path + query;
    }

    /// <summary>What was pushed is named and not spelled out: it was pushed so that it stands in no address (RFC 9126, section 1).</summary>
    public static string PushedAddress(OpenIddictRequest request) =>
        AuthorizeEndpoint.Path + new QueryBuilder { { Parameters.ClientId, request.ClientId! }, { Parameters.RequestUri, request.RequestUri! } };

    public static bool IsTooLong(OpenIddictRequest request) => request.GetParameters().Sum(p => p.Key.Length + ((string?)p.Value)?.Length + 2 ?? 0) > Longest;
}

/// <summary>What cannot be an address cannot be continued after a page; it is refused before anything is kept of it.</summary>
internal sealed class RefuseEndlessRequests : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>, IOpenIddictServerHandler<ValidateEndSessionRequestContext>
{
    private const string Fault = "The request is too long; 6 KB is the most.";

    public static OpenIddictServerHandlerDescriptor OfAuthorization { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseSingletonHandler<RefuseEndlessRequests>().SetOrder(int.MinValue + 50_000).Build();

    public static OpenIddictServerHandlerDescriptor OfEndSession { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateEndSessionRequestContext>()
            .UseSingletonHandler<RefuseEndlessRequests>().SetOrder(int.MinValue + 50_000).Build();

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (SameRequest.IsTooLong(context.Request))
            context.Reject(Errors.InvalidRequest, Fault);
        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        if (SameRequest.IsTooLong(context.Request))
            context.Reject(Errors.InvalidRequest, Fault);
        return ValueTask.CompletedTask;
    }
}
