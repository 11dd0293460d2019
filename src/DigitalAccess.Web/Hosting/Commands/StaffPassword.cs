namespace DigitalAccess.Web.Hosting.Commands;

internal static class StaffPassword
{
    public static Task<int> RunAsync(IServiceProvider services, string email, TextReader input, TextWriter output, CancellationToken ct) => Task.FromResult(0);
}
