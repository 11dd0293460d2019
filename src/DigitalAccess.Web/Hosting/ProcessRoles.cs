using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Hosting;

internal static class ProcessRoles
{
    public static ProcessRole Of(IConfiguration configuration) =>
        configuration.GetSection(BrokerOptions.Section).GetValue(nameof(BrokerOptions.Role), ProcessRole.All);

    public static bool HasRole(this WebApplication app, ProcessRole role) =>
        app.Services.GetRequiredService<IOptions<BrokerOptions>>().Value.Role is var mine && (mine == role || mine == ProcessRole.All);
}
