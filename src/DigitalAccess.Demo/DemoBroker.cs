using System.Globalization;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web;
using DigitalAccess.Web.Hosting.Commands;
using DigitalAccess.Web.Regions;
using DigitalAccess.Web.Staff;

namespace DigitalAccess.Demo;

/// <summary>The real application in role <c>all</c>, with the demonstration's settings.</summary>
internal static class DemoBroker
{
    public static readonly string[] StaffEmails = ["habo@example.se", "jonkoping@example.se", "region@example.se", "drift@example.se"];

    public static WebApplication Build(DemoOptions options, DemoAddresses addresses, DemoSecrets secrets, string connectionString, IReadOnlyDictionary<string, SimulatedIls> ilss)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "digitalaccess", EnvironmentName = "Development", ContentRootPath = AppContext.BaseDirectory,
        });
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:DigitalAccess"] = connectionString,
            ["DigitalAccess:Origin"] = addresses.Broker.GetLeftPart(UriPartial.Authority),
            ["DigitalAccess:RegionName"] = "Biblioteken i Jönköpings län",
            ["Region:Values:NYHETSKIOSKEN_BASE"] = addresses.Kiosk.GetLeftPart(UriPartial.Authority),
            ["Region:Values:FILMRUMMET_BASE"] = addresses.Film.GetLeftPart(UriPartial.Authority),
            ["Region:Values:PRESSREADER_BASE"] = addresses.Press.GetLeftPart(UriPartial.Authority),
            ["Region:Values:VENDOR_BASE"] = addresses.Sites.GetLeftPart(UriPartial.Authority),
            ["Secrets:NYHETSKIOSKEN"] = secrets.ClientSecret,
            ["Secrets:FILMRUMMET"] = secrets.ClientSecret,
            ["Secrets:SPRAKVAGEN"] = secrets.ClientSecret,

            // The vendors of the demonstration run on this machine, where no vendor's address may lead otherwise.
            ["DigitalAccess:Outbound:Allow:0"] = addresses.Kiosk.Authority,
            ["DigitalAccess:Outbound:Allow:1"] = addresses.Film.Authority,
            ["DigitalAccess:Outbound:Allow:2"] = addresses.Sites.Authority,
            ["DigitalAccess:Outbound:Allow:3"] = addresses.Press.Authority,
            ["Logging:LogLevel:Default"] = "Warning",

            // A first migration finds no history table and says so as a failed command; the demonstration's keys stay on this machine.
            ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "None",
            ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        };
        foreach (var (slug, ils) in ilss)
        {
            settings[$"Region:Values:ILS_{slug.ToUpperInvariant()}_PORT"] = ils.Port.ToString(CultureInfo.InvariantCulture);
            settings[$"Secrets:ILS_{slug.ToUpperInvariant()}"] = secrets.IlsPassword;
        }

        if (options.Https)
        {
            settings["Kestrel:Certificates:Default:Path"] = Path.Combine(Checkout.Certificates, "server.pfx");
            settings["Kestrel:Certificates:Default:Password"] = "";
        }

        builder.Configuration.AddInMemoryCollection(settings).AddInMemoryCollection(options.Settings);

        // Without this, an application that is started from another one's program serves empty style sheets.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls([.. addresses.BrokerUrls]);
        builder.AddDigitalAccess();
        return builder.Build();
    }

    /// <summary>What an operator would do by command: migrate, import, set the staff's passwords.</summary>
    public static async Task PrepareAsync(WebApplication broker, DemoOptions options, DemoSecrets secrets, TextWriter output, CancellationToken ct)
    {
        await using var scope = broker.Services.CreateAsyncScope();
        await output.WriteLineAsync("preparing the database …");
        await Migrate.RunAsync(scope.ServiceProvider, TextWriter.Null, ct);
        await output.WriteLineAsync("importing the region …");
        var said = new StringWriter();
        if (await Import.RunAsync(scope.ServiceProvider, Checkout.Region, dryRun: false, said, ct) != 0)
            throw new InvalidOperationException($"The demonstration's region could not be imported:\n{said}");
        await output.WriteLineAsync("setting the staff's passwords …");
        var accounts = scope.ServiceProvider.GetRequiredService<StaffAccounts>();
        foreach (var email in StaffEmails)
            await accounts.SetCredentialsAsync(email, secrets.StaffPassword, secrets.TotpSecret, ct);
        if (options.WithHistory && await DemoHistory.AddAsync(scope.ServiceProvider, ct) is var launches and > 0)
            await output.WriteLineAsync($"invented {launches} launches of the last three months");
    }

    /// <summary>The worker would come to it within minutes; the demonstration's vendor has another key at each start.</summary>
    public static async Task FetchMetadataAsync(WebApplication broker, TextWriter output, CancellationToken ct)
    {
        await using var scope = broker.Services.CreateAsyncScope();
        var said = new StringWriter();
        if (await RefreshMetadata.RunAsync(scope.ServiceProvider, slug: null, said, ct) != 0)
            await output.WriteAsync($"a vendor's metadata could not be fetched: {said}");
    }
}
