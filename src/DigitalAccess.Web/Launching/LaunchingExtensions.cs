using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Launching.VendorSessions;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Launching;

internal static class LaunchingExtensions
{
    public static IServiceCollection AddLaunching(this IServiceCollection services) => services.AddScoped<ResourceLauncher>().AddScoped<VendorSessionStarter>().AddSingleton<VendorQueues>().AddScoped<UnavailablePage>()
            .AddScoped<IWhenASessionEnds, BegunSessions>().AddScoped<BegunSessions>();

    /// <summary>
    /// A link, so that libraries can put it on their own pages; it takes nothing but the resource's name and a title's. Where
    /// it leads comes from the catalogue alone.
    /// </summary>
    public static void MapLaunching(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/launch/{resource}", LaunchAsync).AllowAnonymous();

    private static async Task<IResult> LaunchAsync(
        string resource, string? title, string? library, HttpContext http, PatronSessions sessions, SignInTransactions transactions, ResourceLauncher launcher,
        RefusalPage refusals, UnavailablePage unavailable, CancellationToken ct)
    {
        if (await sessions.FindAsync(http, ct) is not { } session)
        {
            if (await launcher.FindIdAsync(resource, ct) is not { } resourceId)
                return TypedResults.NotFound();
            var transaction = await transactions.BeginAsync($"/launch/{Uri.EscapeDataString(resource)}{(title is null ? "" : $"?title={Uri.EscapeDataString(title)}")}", resourceId, ct);
            return SignInFirst.Redirect(transaction, library);
        }

        return await launcher.LaunchAsync(session, resource, title, ct) switch
        {
            LaunchResult.Redirect redirect => SeeOther.To(redirect.Url),
            LaunchResult.Refused refused => SeeOther.To(refusals.AddressOf(new Refusal(refused.Reason, refused.ResourceId, refused.Receipt, Back: null))),
            LaunchResult.Unavailable down => SeeOther.To(unavailable.AddressOf(down.Launch)),
            LaunchResult.NoSuchResource or LaunchResult.NoSuchTitle => TypedResults.NotFound(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
