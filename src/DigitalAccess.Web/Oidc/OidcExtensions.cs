using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Oidc.Clients;
using DigitalAccess.Web.Oidc.Consent;
using DigitalAccess.Web.Oidc.Logout;
using DigitalAccess.Web.Oidc.Requests;
using DigitalAccess.Web.Oidc.Tickets;
using DigitalAccess.Web.Oidc.VendorSheets;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DigitalAccess.Web.Oidc;

internal static class OidcExtensions
{
    public static IServiceCollection AddOidc(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<OidcKeys>().AddSingleton<WrongSecretLimit>().AddSingleton<KeysBeforeRequests>();
        if (ProcessRoles.Of(configuration) is not ProcessRole.Worker)
        {
            services.AddHostedService(provider => provider.GetRequiredService<KeysBeforeRequests>());
            services.AddHealthChecks().AddCheck<KeysBeforeRequests>("signing keys", tags: ["ready"]);
        }

        services.AddOptions<SigningKeyOptions>().BindConfiguration(SigningKeyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<SigningKeyMaker>().AddScoped<OidcRetention>().AddScoped<VendorIdentity>();
        services.AddSingleton<TicketStore>().AddSingleton<GrantStore>().AddSingleton<Replays>();
        services.AddScoped<VendorGrants>().AddScoped<GrantJudge>().AddScoped<JudgedGrant>().AddScoped<UsedTicket>().AddScoped<SignInCommit>();
        services.AddScoped<Consents>().AddScoped<ConsentFirst>().AddScoped<VendorTies>();
        services.AddSingleton<ClientKeySets>();
        services.AddVendorLogout(configuration);
        services.AddScoped<AnnouncedProvider>().AddScoped<SheetMaker>();
        services.AddScoped<AuthorizeEndpoint>().AddScoped<AuthorizeOutcomes>().AddScoped<LoginFirst>().AddScoped<LogoutEndpoint>();
        services.AddOpenIddict()
            .AddCore(core => core.SetDefaultApplicationEntity<EngineClient>().ReplaceApplicationStore<EngineClient, RegisteredClientStore>()
                .ReplaceApplicationManager<EngineClient, RegisteredClients>().DisableEntityCaching())
            .AddServer(Configure);
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, ConfigureFromDatabase>();
        services.AddOptions<OpenIddictServerAspNetCoreOptions>().Configure<IOptions<BrokerOptions>>(
            (engine, broker) => engine.DisableTransportSecurityRequirement = !broker.Value.IsSecureOrigin);
        return services;
    }

    public static void MapOidc(this WebApplication app)
    {
        app.MapMethods(AuthorizeEndpoint.Path, [HttpMethods.Get, HttpMethods.Post],
            (HttpContext http, AuthorizeEndpoint endpoint, CancellationToken ct) => endpoint.HandleAsync(http, ct)).AllowAnonymous().DisableAntiforgery();
        app.MapMethods(LogoutEndpoint.Path, [HttpMethods.Get, HttpMethods.Post],
            (HttpContext http, LogoutEndpoint endpoint, CancellationToken ct) => endpoint.HandleAsync(http, ct)).AllowAnonymous().DisableAntiforgery();
    }

    /// <summary>Must stand before authentication, where the engine answers token requests.</summary>
    public static void UseOidcLimits(this WebApplication app)
    {
        app.Use(next => http => http.RequestServices.GetRequiredService<KeysBeforeRequests>().InvokeAsync(http, next));
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/connect/token"),
            branch => branch.Use(next => http => http.RequestServices.GetRequiredService<WrongSecretLimit>().InvokeAsync(http, next)));
    }

    private static void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris(AuthorizeEndpoint.Path)
            .SetTokenEndpointUris("/connect/token")
            .SetUserInfoEndpointUris("/connect/userinfo")
            .SetEndSessionEndpointUris(LogoutEndpoint.Path)
            .SetPushedAuthorizationEndpointUris("/connect/par")
            .SetRevocationEndpointUris("/connect/revoke")
            .SetIntrospectionEndpointUris("/connect/introspect");
        server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow();

        // Codes, refresh tokens and pushed requests are ours to keep, see KeepTickets; PKCE and scopes are each client's matter.
        server.DisableTokenStorage().DisableAuthorizationStorage().DisableScopeValidation().IgnoreScopePermissions();
        server.DisableAccessTokenEncryption();
        server.SetAuthorizationCodeLifetime(TimeSpan.FromSeconds(60))
            .SetAccessTokenLifetime(TimeSpan.FromMinutes(5))
            .SetIdentityTokenLifetime(TimeSpan.FromMinutes(5));

        // Clients ask for the usual scopes by habit. They are known, so that nobody fails, and release nothing: what a
        // vendor learns is in its attribute contract.
        server.RegisterScopes(ScopesOfTheClient.Usual);
        server.RegisterClaims(Claims.AuthenticationTime, NameTheSignIn.SessionId,
            Claims.AuthenticationContextReference, Claims.AuthenticationMethodReference);
        server.Configure(options =>
        {
            options.RequestTokenLifetime = TimeSpan.FromSeconds(60);
            options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
            options.ClientAuthenticationMethods.IntersectWith(
                [ClientAuthenticationMethods.ClientSecretBasic, ClientAuthenticationMethods.ClientSecretPost,
                    ClientAuthenticationMethods.PrivateKeyJwt, ClientAuthenticationMethods.None]);
            options.ResponseModes.IntersectWith([ResponseModes.Query, ResponseModes.FormPost]);
            options.SubjectTypes.Clear();
            options.SubjectTypes.Add(SubjectTypes.Pairwise);
        });

        server.RemoveEventHandler(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor);
        server.AddEventHandler(SignWithTheClientsAlgorithm.Descriptor)
            .AddEventHandler(NameTheSignIn.Descriptor)
            .AddEventHandler(ScopesOfTheClient.OfAuthorization)
            .AddEventHandler(ScopesOfTheClient.OfPushedRequest)
            .AddEventHandler(ScopesOfTheClient.OfToken)
            .AddEventHandler(ResponseModesOfTheClient.OfAuthorization)
            .AddEventHandler(ResponseModesOfTheClient.OfPushedRequest)
            .AddEventHandler(KeepTickets.Descriptor)
            .AddEventHandler(ReadTickets.Descriptor)
            .AddEventHandler(RedeemTickets.Descriptor)
            .AddEventHandler(JudgeGrants.Descriptor)
            .AddEventHandler(DescribeAnewAtRenewal.Descriptor)
            .AddEventHandler(AnswerClientCredentials.Descriptor)
            .AddEventHandler(EndRevokedGrants.Descriptor)
            .AddEventHandler(SpendCodeOnWrongVerifier.Descriptor)
            .AddEventHandler(RefuseEndlessRequests.OfAuthorization)
            .AddEventHandler(RefuseEndlessRequests.OfEndSession)
            .AddEventHandler(JudgeRequestParameters.OfAuthorization)
            .AddEventHandler(JudgeRequestParameters.OfPushedRequest)
            .AddEventHandler(AnnounceRequestParameters.Descriptor)
            .AddEventHandler(AnnounceReleasedClaims.Descriptor)
            .AddEventHandler(TellTheClientItsFault.Descriptor)
            .AddEventHandler(AnswerByForm.Descriptor)
            .AddEventHandler(AcceptEmptyPosts.Descriptor)
            .AddEventHandler(RefuseTokensInQueries.Descriptor)
            .AddEventHandler(AnswerWithReleasedAttributes.Descriptor)
            .AddEventHandler(AcceptUntypedAssertions.Descriptor)
            .AddEventHandler(ClientKeysByAddress.Descriptor)
            .AddEventHandler(JudgeClientAssertions.Descriptor)
            .AddEventHandler(AnnounceAssertionAlgorithms.Descriptor)
            .AddEventHandler(AnnounceLogout.Descriptor)
            .AddEventHandler(WrongSecretLimit.Descriptor);
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough().EnableStatusCodePagesIntegration();
    }

    /// <summary>Issuer and keys are known only when configuration and database are.</summary>
    private sealed class ConfigureFromDatabase(IOptions<BrokerOptions> broker, OidcKeys keys) : IConfigureOptions<OpenIddictServerOptions>
    {
        public void Configure(OpenIddictServerOptions options)
        {
            options.Issuer = new Uri(broker.Value.Issuer);

            options.SigningCredentials.AddRange(keys.Published);
            options.EncryptionCredentials.Add(new(keys.Encryption, "A256KW", "A256CBC-HS512"));
        }
    }
}
