using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalAccess.Web.Oidc.Requests;

/// <summary>
/// What the engine does not judge of an authorization request (OpenID Connect Core 1.0, section 3.1.2.1): one rule a method,
/// each fault told to the client. It runs last, when client and redirect address are known to be right.
/// </summary>
internal sealed class JudgeRequestParameters : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>, IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>
{
    /// <summary>OpenID Connect Core Error Code unmet_authentication_requirements 1.0.</summary>
    public const string UnmetRequirements = "unmet_authentication_requirements";

    private static readonly Func<OpenIddictRequest, ClaimsPrincipal?, Fault?>[] Rules = [DisplayIsKnown, MaxAgeIsATime, HintIsOurs, ClaimsAreReadable, SomeLevelOfOursWillDo];

    public static OpenIddictServerHandlerDescriptor OfAuthorization { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseSingletonHandler<JudgeRequestParameters>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidateAuthorizedParty.Descriptor.Order + 500)
            .Build();

    public static OpenIddictServerHandlerDescriptor OfPushedRequest { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidatePushedAuthorizationRequestContext>()
            .UseSingletonHandler<JudgeRequestParameters>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidatePushedAuthorizedParty.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => Judge(context, context.IdentityTokenHintPrincipal);

    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context) => Judge(context, context.IdentityTokenHintPrincipal);

    private static ValueTask Judge(BaseValidatingContext context, ClaimsPrincipal? hint)
    {
        if (Rules.Select(rule => rule(context.Transaction.Request!, hint)).FirstOrDefault(fault => fault is not null) is { } fault)
            context.Reject(fault.Error, fault.Description);
        return ValueTask.CompletedTask;
    }

    /// <summary>Our pages fit every one of the four; what is none of them is a mistake.</summary>
    private static Fault? DisplayIsKnown(OpenIddictRequest request, ClaimsPrincipal? hint) =>
        request.Display is not { } display || AnnounceRequestParameters.Displays.Contains(display)
            ? null
            : Invalid("The parameter 'display' is none of page, popup, touch and wap.");

    /// <summary>A limit that we cannot read would be a limit that we do not keep.</summary>
    private static Fault? MaxAgeIsATime(OpenIddictRequest request, ClaimsPrincipal? hint) =>
        request.GetParameter(Parameters.MaxAge) is null || request.MaxAge >= 0 ? null : Invalid("The parameter 'max_age' is no number of seconds.");

    /// <summary>The engine has looked: signed by us at any time, and issued to this client, or there is no principal (or a fault) already.</summary>
    private static Fault? HintIsOurs(OpenIddictRequest request, ClaimsPrincipal? hint) =>
        request.IdTokenHint is null || hint is not null ? null : Invalid("The parameter 'id_token_hint' is no identity token of ours.");

    private static Fault? ClaimsAreReadable(OpenIddictRequest request, ClaimsPrincipal? hint) =>
        ClaimsParameter.Of(request) is not null ? null : Invalid("The parameter 'claims' is not what OpenID Connect Core 1.0, section 5.5, describes.");

    /// <summary>Nobody types a card number for a request that cannot be met whatever they type.</summary>
    private static Fault? SomeLevelOfOursWillDo(OpenIddictRequest request, ClaimsPrincipal? hint) =>
        AuthenticationLevel.All.Any(level => ClaimsParameter.Of(request)!.AllowsLevel(level.Acr)) ? null : new Fault(UnmetRequirements, "No sign-in of ours has that 'acr'.");

    private static Fault Invalid(string description) => new(Errors.InvalidRequest, description);

    private sealed record Fault(string Error, string Description);
}
