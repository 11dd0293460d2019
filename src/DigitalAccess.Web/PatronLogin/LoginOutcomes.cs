using DigitalAccess.Ils;
using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>Tells log and metrics how logins went, by library and outcome.</summary>
internal sealed class LoginOutcomes(LoginMetrics metrics, ILogger<PatronSignIn> logger)
{
    public void Decided(Library library, LoginResult result)
    {
        var outcome = result.GetType().Name;
        metrics.Login(library.Slug, outcome);
        logger.LoginDecided(library.Slug, outcome);
    }

    public void NoDecision(Library library, PatronVerification verification, string reference) =>
        logger.IlsGaveNoDecision(library.Slug, verification.Name(), reference);

    public void HeldBack(Library library, string reason) => logger.LoginHeldBack(library.Slug, reason);
}
