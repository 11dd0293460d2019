using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Pages.Login;

/// <summary>What holds for a login form before anything is typed: whether the library is under attack.</summary>
internal sealed class LoginConditions(SprayDetector sprays, LoginChallenges challenges)
{
    /// <summary>The challenge that the form must carry, when it must.</summary>
    public async Task<string?> ChallengeForAsync(Library library, CancellationToken ct) =>
        await sprays.IsUnderAttackAsync(library.Id, ct) ? challenges.Issue(library.Id) : null;
}
