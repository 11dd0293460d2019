using System.Net;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.PatronLogin;

/// <summary>Counters that are shared by many attempts are taken in one order by everybody, so that nobody waits for ever for somebody who waits for him.</summary>
public sealed class TryingAllAtOnce(HaboWorld world) : IClassFixture<HaboWorld>
{
    [Fact]
    public async Task Attempts_successes_and_a_librarians_reset_of_the_same_cards_never_stop_each_other()
    {
        var rules = new AccessRules { IlsLocksAfter = 5 };
        var cards = Enumerable.Range(1, 6).Select(n => Enumerable.Range(0, 32).Select(b => (byte)((n * 37) + (b * 11))).ToArray()).ToList();
        await Parallel.ForEachAsync(Enumerable.Range(0, 240), new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = TestContext.Current.CancellationToken }, async (n, ct) =>
        {
            var card = cards[n % cards.Count];
            var attempt = new LoginAttempt(card, rules.KnownIlsLock(), IPAddress.Parse("198.51.100.7"), OnPremises: true, KnownDevice: n % 4 == 0 ? $"device-{n % 3}" : null);
            await world.App.WithAsync<LoginThrottle, bool>(async throttle =>
            {
                if (n % 5 == 0)
                    await throttle.ResetAsync(card, ct);
                else if (await throttle.ReserveAsync(attempt, ct) is ThrottleVerdict.Open open)
                    await (n % 2 == 0 ? open.Reservation.SucceedAsync(ct) : open.Reservation.ReleaseAsync(ct));
                return true;
            });
        });
    }
}
