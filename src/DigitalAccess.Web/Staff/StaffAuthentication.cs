using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Staff;

/// <summary>Turns the cookie's session into who is asking. Nothing that a browser could have altered is believed.</summary>
internal sealed class StaffAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, StaffSessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        await sessions.FindAsync(Context, Context.RequestAborted) is { } staff
            ? AuthenticateResult.Success(new AuthenticationTicket(staff.ToPrincipal(Scheme.Name), Scheme.Name))
            : AuthenticateResult.NoResult();

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status303SeeOther;
        Response.Headers.Location = StaffPolicies.LoginPath;
        return Task.CompletedTask;
    }

    /// <summary>What a member may not see does not exist for that member.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
