using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Pages.Login;

/// <summary>What holds for a login form before anything is typed: where its answer may lead, and whether the library is under attack.</summary>
internal sealed class LoginConditions(SprayDetector sprays, LoginChallenges challenges, FormTargets targets)
{
    /// <summary>Allows the form to lead to the vendor, and gives the challenge that the form must carry, when it must.</summary>
    public async Task<string?> ChallengeForAsync(HttpContext http, Library library, SignInTransaction? transaction, CancellationToken ct)
    {
        await targets.AllowAsync(http, transaction?.ResourceId, ct);
        return await sprays.IsUnderAttackAsync(library.Id, ct) ? challenges.Issue(library.Id) : null;
    }
}
