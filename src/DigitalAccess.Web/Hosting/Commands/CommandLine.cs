using DigitalAccess.Web.Regions;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Hosting.Commands;

/// <summary>What an operator types: serve (the default), <c>migrate</c>, <c>import</c>, <c>keys</c>, <c>announce-certificate</c>, <c>vendor-sheet</c>, <c>refresh-metadata</c>, <c>staff</c>.</summary>
internal static class CommandLine
{
    private const string Usage =
        """
        digitalaccess                          serve, in the role that DigitalAccess:Role names (all, web, worker)
        digitalaccess migrate                  bring the database up to date and make the keys that do not exist yet
        digitalaccess import DIR [--dry-run]   take in the region's files; --dry-run shows the difference only
        digitalaccess keys replace             signing keys may be in wrong hands: make new ones and withdraw the old
        digitalaccess announce-certificate [LIBRARY]
                                               publish the next SAML certificate now, the region's or a library's own; it signs later
        digitalaccess vendor-sheet NAME        print what a vendor's engineer must know to connect, as Markdown; no secret is in it
        digitalaccess refresh-metadata [SLUG]  ask for the metadata of SAML service providers now, of one or of all
        digitalaccess staff password EMAIL     set a staff member's password; it is read from standard input
        digitalaccess staff code-reset EMAIL   forget a staff member's authenticator; the next sign-in sets up another
        """;

    /// <summary>Settings such as <c>--DigitalAccess:Role=worker</c> pass through to the configuration; words do not.</summary>
    public static string[] SettingsOf(string[] args) => [.. args.Where(a => a.StartsWith("--", StringComparison.Ordinal) && a.Contains('='))];

    public static async Task<int> RunAsync(string[] args, Func<WebApplicationBuilder> createBuilder)
    {
        var words = args.Except(SettingsOf(args)).ToArray();
        switch (words)
        {
            case []:
                await createBuilder().Build().MapDigitalAccess().RunAsync();
                return 0;
            case ["migrate"]:
                return await WithServicesAsync(createBuilder, services => Migrate.RunAsync(services, Console.Out, CancellationToken.None));
            case ["import", var folder]:
                return await WithServicesAsync(createBuilder, services => Import.RunAsync(services, folder, dryRun: false, Console.Out, CancellationToken.None));
            case ["import", var folder, "--dry-run"]:
                return await WithServicesAsync(createBuilder, services => Import.RunAsync(services, folder, dryRun: true, Console.Out, CancellationToken.None));
            case ["keys", "replace"]:
                return await WithServicesAsync(createBuilder, services => ReplaceKeys.RunAsync(services, Console.Out, CancellationToken.None));
            case ["announce-certificate"]:
                return await WithServicesAsync(createBuilder, services => AnnounceCertificate.RunAsync(services, library: null, Console.Out, CancellationToken.None));
            case ["announce-certificate", var library]:
                return await WithServicesAsync(createBuilder, services => AnnounceCertificate.RunAsync(services, library, Console.Out, CancellationToken.None));
            case ["vendor-sheet", var name]:
                return await WithServicesAsync(createBuilder, services => PrintVendorSheet.RunAsync(services, name, Console.Out, Console.Error, CancellationToken.None));
            case ["refresh-metadata"]:
                return await WithServicesAsync(createBuilder, services => RefreshMetadata.RunAsync(services, slug: null, Console.Out, CancellationToken.None));
            case ["refresh-metadata", var slug]:
                return await WithServicesAsync(createBuilder, services => RefreshMetadata.RunAsync(services, slug, Console.Out, CancellationToken.None));
            case ["staff", "password", var email]:
                return await WithServicesAsync(createBuilder, services => StaffPassword.RunAsync(services, email, Console.In, Console.Out, CancellationToken.None));
            case ["staff", "code-reset", var email]:
                return await WithServicesAsync(createBuilder, services => StaffPassword.ResetCodeAsync(services, email, Console.Out, CancellationToken.None));
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task<int> WithServicesAsync(Func<WebApplicationBuilder> createBuilder, Func<IServiceProvider, Task<int>> command)
    {
        await using var app = createBuilder().Build();

        // Serving checks its settings at start; a command has no start of its own.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await using var scope = app.Services.CreateAsyncScope();
        return await command(scope.ServiceProvider);
    }
}
