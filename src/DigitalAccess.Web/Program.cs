using DigitalAccess.Web;
using DigitalAccess.Web.Hosting.Commands;

return await CommandLine.RunAsync(args, () => WebApplication.CreateBuilder(CommandLine.SettingsOf(args)).AddDigitalAccess());
