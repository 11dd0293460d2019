using DigitalAccess.Web.Staff;

namespace DigitalAccess.Web.Hosting.Commands;

/// <summary>The one way to a staff member's first password, and back in for one who has lost it.</summary>
internal static class StaffPassword
{
    public static async Task<int> RunAsync(IServiceProvider services, string email, TextReader input, TextWriter output, CancellationToken ct)
    {
        if (await input.ReadLineAsync(ct) is not { Length: > 0 } password)
        {
            await output.WriteLineAsync("Give the password on standard input, as one line.");
            return 2;
        }

        return await ReportAsync(email, await services.GetRequiredService<StaffAccounts>().SetPasswordAsync(email, password, ct), output);
    }

    /// <summary>The password stays; the authenticator is forgotten.</summary>
    public static async Task<int> ResetCodeAsync(IServiceProvider services, string email, TextWriter output, CancellationToken ct) =>
        await ReportAsync(email, await services.GetRequiredService<StaffAccounts>().ResetCodeAsync(email, ct), output);

    private static async Task<int> ReportAsync(string email, CredentialChange change, TextWriter output)
    {
        switch (change)
        {
            case CredentialChange.Done:
                await output.WriteLineAsync($"{email}: done. All sessions have ended; the next sign-in sets up the authenticator.");
                return 0;
            case CredentialChange.NoSuchMember:
                await output.WriteLineAsync($"{email}: there is no staff member with this e-mail. Staff come from the region's files: digitalaccess import.");
                return 1;
            case CredentialChange.WeakPassword weak:
                foreach (var fault in weak.Faults)
                    await output.WriteLineAsync(fault);
                return 1;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
