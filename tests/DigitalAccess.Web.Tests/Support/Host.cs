using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>The application as its commands see it: all services, no web server.</summary>
internal static class Host
{
    public static WebApplication Build(string connectionString, IReadOnlyDictionary<string, string?>? settings = null, TimeProvider? clock = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:DigitalAccess"] = connectionString,
            ["DigitalAccess:Origin"] = "http://localhost:5080",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.AddDigitalAccess();
        if (clock is not null)
            builder.Services.Replace(ServiceDescriptor.Singleton(clock));
        services?.Invoke(builder.Services);
        return builder.Build();
    }
}
