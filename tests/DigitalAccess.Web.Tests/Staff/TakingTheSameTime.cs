using System.Collections.Concurrent;
using DigitalAccess.Web.Staff;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Tests.Staff;

/// <summary>
/// A stopwatch must not tell who is a member. The dear part of a sign-in is one PBKDF2; so it is counted, which is exact,
/// and not timed, which is not.
/// </summary>
public sealed class TakingTheSameTime(TestCluster cluster) : IAsyncLifetime
{
    private readonly Work _work = new();
    private StaffRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await StaffRig.StartAsync(cluster, services =>
        services.AddSingleton(_work).Replace(ServiceDescriptor.Scoped<IPasswordHasher<StaffMember>, CountingHasher>()));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory, Trait("Case", "LOGIN-029")]
    [InlineData("anna@habo.example", "fel fel fel fel")]
    [InlineData("anna@habo.example", "")]
    [InlineData("nobody@habo.example", "fel fel fel fel")]
    [InlineData("nobody@habo.example", "")]
    [InlineData("gone@habo.example", StaffRig.Password)]
    [InlineData("fresh@habo.example", StaffRig.Password)]
    [InlineData("' OR 1=1--", "fel fel fel fel")]
    [InlineData("", "")]
    [InlineData("anna@habo.example", "a megabyte")]
    [InlineData("nobody@habo.example", "a megabyte")]
    public async Task Every_failed_sign_in_costs_one_hash_whoever_it_names(string email, string password)
    {
        await _rig.ReadyMemberAsync("anna");
        await _rig.MemberAsync("fresh");
        var gone = await _rig.ReadyMemberAsync("gone");
        await _rig.SetAsync(db => db.Users.Where(m => m.Id == gone.Id).ExecuteUpdateAsync(u => u.SetProperty(m => m.Active, false)));
        if (password == "a megabyte")
            password = new string('a', 1 << 20);
        await FailAsync("nobody@habo.example", "the decoy is made once");
        _work.Done.Clear();

        await FailAsync(email, password);
        Assert.Equal([(Iterations: StaffPasswords.Iterations, Typed: password.Length is > 256 ? 0 : password.Length)], _work.Done);
    }

    [Fact, Trait("Case", "LOGIN-029")]
    public async Task A_closed_account_costs_what_an_open_one_costs()
    {
        var member = await _rig.ReadyMemberAsync("anna");
        for (var i = 0; i < StaffLockout.MostFailures; i++)
            await FailAsync(member.Email!, "fel fel fel fel");
        _work.Done.Clear();
        await FailAsync(member.Email!, StaffRig.Password);
        Assert.Single(_work.Done);
    }

    private async Task FailAsync(string email, string password)
    {
        using var browser = _rig.App.Browser();
        var page = await StaffRig.GivePasswordAsync(browser, email, password);
        Assert.StartsWith("You were not signed in", page.Notice, StringComparison.Ordinal);
    }

    internal sealed class Work
    {
        public ConcurrentQueue<(int Iterations, int Typed)> Done { get; } = new();
    }

    /// <summary>Identity's own hasher, with a tally of what it was asked to do.</summary>
    private sealed class CountingHasher(IOptions<PasswordHasherOptions> options, Work work) : IPasswordHasher<StaffMember>
    {
        private readonly PasswordHasher<StaffMember> _inner = new(options);

        public string HashPassword(StaffMember user, string password) => _inner.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(StaffMember user, string hashedPassword, string providedPassword)
        {
            // Version 3 of the format: a marker, the function, then the iterations, each big-endian.
            work.Done.Enqueue((System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hashedPassword).AsSpan(5)), providedPassword.Length));
            return _inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
