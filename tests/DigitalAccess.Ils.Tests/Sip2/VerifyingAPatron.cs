namespace DigitalAccess.Ils.Tests.Sip2;

public sealed class VerifyingAPatron
{
    [Fact]
    public async Task Right_card_and_PIN_are_authenticated_with_the_facts_the_library_needs()
    {
        await using var rig = new Rig();
        var patron = rig.Ils.Patron("Child");

        var found = Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Child")).Patron;

        Assert.Equal(patron.Card, found.Card.Value);
        Assert.Equal((patron.InternalId, PatronKeyKind.IlsId), (found.Key.Value, found.Key.Kind));
        Assert.Equal(("CHILD", "MAIN"), (found.Category, found.HomeLibrary));
        Assert.Equal((patron.BirthDate.Year, patron.Expiry), (found.BirthYear, found.Expires));
        Assert.Empty(found.Blocks);
    }

    [Theory]
    [InlineData("Blocked", BlockReason.NoBorrowingPrivileges)]
    [InlineData("Lost", BlockReason.CardLost)]
    [InlineData("Fines", BlockReason.ExcessiveFines)]
    [InlineData("Overdue", BlockReason.TooManyOverdue)]
    public async Task A_patron_with_a_block_is_told_apart_with_the_reason(string scenario, BlockReason reason)
    {
        await using var rig = new Rig();

        var blocked = Assert.IsType<PatronVerification.Blocked>(await rig.Verify(scenario));

        Assert.Equal(reason, blocked.Reasons[0]);
        Assert.Contains(reason, blocked.Patron.Blocks);
    }

    [Fact]
    public async Task An_expired_card_is_expired_from_the_day_after_its_last_day()
    {
        await using var rig = new Rig();

        var expired = Assert.IsType<PatronVerification.Expired>(await rig.Verify("Expired"));
        Assert.Equal(rig.Ils.Patron("Expired").Expiry, expired.On);
    }

    [Theory]
    [InlineData("Adult")]
    [InlineData("Lost")]
    [InlineData("Expired")]
    [InlineData("NoPin")]
    public async Task A_wrong_PIN_is_a_wrong_PIN_whatever_stands_against_the_patron(string scenario)
    {
        await using var rig = new Rig();

        Assert.Equal(new PatronVerification.InvalidCredentials(InvalidReason.WrongPin), await rig.Verify(scenario, "0000"));
    }

    [Fact]
    public async Task An_unknown_card_is_invalid()
    {
        await using var rig = new Rig();

        Assert.Equal(new PatronVerification.InvalidCredentials(InvalidReason.UnknownPatron), await rig.VerifyCard("999", "1234"));
    }

    [Fact]
    public async Task One_connection_serves_many_patrons_and_logs_in_once()
    {
        await using var rig = new Rig();

        for (var i = 0; i < 25; i++)
            Assert.IsType<PatronVerification.Authenticated>(await rig.Verify("Adult"));

        Assert.Equal((1, 1, 25), (rig.Ils.Connections, rig.Ils.Logins, rig.Ils.PatronRequests));
    }

    [Fact]
    public async Task Many_patrons_at_once_each_get_their_own_answer()
    {
        await using var rig = new Rig(s => s with { MaxConnections = 4 });

        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => rig.Ils.Patrons[i % 4]).Select(async patron => (patron, await rig.VerifyCard(patron.Card, patron.Pin))));

        Assert.All(all, pair => Assert.Equal(pair.patron.InternalId, Assert.IsType<PatronVerification.Authenticated>(pair.Item2).Patron.Key.Value));
        Assert.InRange(rig.Ils.Connections, 1, 4);
    }
}
