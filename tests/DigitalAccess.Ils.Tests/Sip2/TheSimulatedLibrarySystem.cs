using System.Net.Sockets;
using System.Text;
using DigitalAccess.Simulators.Sip2;
using Microsoft.Extensions.Time.Testing;

namespace DigitalAccess.Ils.Tests.Sip2;

/// <summary>The simulator itself, asked in raw bytes: as Koha was recorded to behave.</summary>
public sealed class TheSimulatedLibrarySystem
{
    private const string Ada = "23529000000018";
    private const string Edgar = "23529000000034";
    private static readonly DateOnly Born = new(1980, 2, 29);

    [Theory]
    [InlineData("rec-bad-checksum-req")]
    [InlineData("folio-99-invalid")]
    public async Task A_wrong_checksum_is_answered_with_a_resend_request(string id)
    {
        await using var ils = SimulatedIls.Start();
        using var terminal = await Terminal.LogInAsync(ils);

        Assert.Equal(Sample.Named(id).Expected("acs_answer"), await terminal.AskAsync(Encoding.ASCII.GetString(Sample.Named(id).Bytes)));
    }

    [Theory]
    [InlineData("6300020261122    135254          AOCPL|AA23529000000018|AC|AD1234|", "BLY", "CQY")]
    [InlineData("6300020261122    135254          AOCPL|AA23529000000018|AC|ADbad|", "BLY", "CQN")]
    [InlineData("6300020261122    135254          AOCPL|AA23529000000018|AC|", "BLY", "")]
    [InlineData("6300020261122    135257          AOCPL|AA23529000000018|AC|ADwrong|AD1234|", "BLY", "CQN")]
    [InlineData("6300020261122    135257          AD1234|AA23529000000018|AOCPL|AC|", "BLY", "CQY")]
    [InlineData("6300020261122    135254          AOCPL|AA99999999|AC|AD1234|", "BLN", "")]
    [InlineData("6300020261122    135254          AOCPL|AA23529000000034|AC|AD1234|", "BLY", "CQY")]
    [InlineData("2300020261122    135255AOCPL|AA23529000000018|AC|AD1234|AY3AZF1F0", "96", "")]
    public async Task It_answers_recorded_requests_as_Koha_did(string request, string bl, string cq)
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions
        {
            CardPrefix = "20111",
            FurtherPatrons = [new(Ada, "1234", "Ada Valid", Born, new(2100, 1, 1), "PT", "CPL", "18"), new(Edgar, "1234", "Edgar Expired", Born, new(2020, 1, 1), "PT", "CPL", "34")],
        });
        using var terminal = await Terminal.LogInAsync(ils);

        var answer = await terminal.AskAsync(request);

        Assert.Contains(bl, answer, StringComparison.Ordinal);
        Assert.Contains(cq, answer, StringComparison.Ordinal);
        Assert.Equal(cq.Length > 0, answer.Contains("|CQ", StringComparison.Ordinal));
        Assert.Equal(request.Contains(Edgar, StringComparison.Ordinal) || bl == "BLN", answer.StartsWith("64YYYY          ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("9900802.00\r")]
    [InlineData("6300020261122    135254          AOCPL|AA1|AD1|\r")]
    [InlineData("\r")]
    [InlineData("9300CNbroker|COnope|\r")]
    public async Task It_closes_on_whoever_has_not_logged_in(string first)
    {
        await using var ils = SimulatedIls.Start();
        using var terminal = await Terminal.ConnectAsync(ils);

        Assert.True(await terminal.IsClosedAfterAsync(first));
    }

    [Fact]
    public void The_same_seed_gives_the_same_patrons_and_another_seed_others()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

        Assert.Equal(PatronsOf(1), PatronsOf(1));
        Assert.NotEqual(PatronsOf(1), PatronsOf(2));

        IReadOnlyList<SimulatedPatron> PatronsOf(int seed)
        {
            var ils = SimulatedIls.Start(new SimulatedIlsOptions { Seed = seed, Clock = clock });
            _ = ils.DisposeAsync().AsTask();
            return ils.Patrons;
        }
    }

    [Fact]
    public async Task Cards_have_fourteen_digits_with_the_library_s_prefix_and_PINs_have_four()
    {
        await using var ils = SimulatedIls.Start(new SimulatedIlsOptions { CardPrefix = "20111" });

        Assert.Equal(ils.Patrons.Count, ils.Patrons.Select(patron => patron.Card).Distinct().Count());
        Assert.All(ils.Patrons, patron => Assert.Matches("^20111[0-9]{9}$", patron.Card));
        Assert.All(ils.Patrons.Where(patron => patron.Scenario != "NoPin"), patron => Assert.Matches("^[0-9]{4}$", patron.Pin));
        Assert.Equal(12, ils.ScenarioPatrons.Count());
    }

    private sealed class Terminal(TcpClient client) : IDisposable
    {
        public static async Task<Terminal> ConnectAsync(SimulatedIls ils)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", ils.Port, TestContext.Current.CancellationToken);
            return new Terminal(client);
        }

        public static async Task<Terminal> LogInAsync(SimulatedIls ils)
        {
            var terminal = await ConnectAsync(ils);
            Assert.Equal("941", await terminal.AskAsync($"9300CN{ils.Options.LoginUser}|CO{ils.Options.LoginPassword}|CPx|"));
            return terminal;
        }

        public async Task<string> AskAsync(string request)
        {
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request + "\r"), TestContext.Current.CancellationToken);
            var line = new StringBuilder();
            var one = new byte[1];
            while (await client.GetStream().ReadAsync(one, TestContext.Current.CancellationToken) > 0)
            {
                if (one[0] == '\r')
                    return line.ToString().TrimStart('\n');
                line.Append((char)one[0]);
            }

            return line.ToString();
        }

        public async Task<bool> IsClosedAfterAsync(string bytes)
        {
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(bytes), TestContext.Current.CancellationToken);
            var buffer = new byte[100];
            var read = await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            return read == 0 || (Encoding.ASCII.GetString(buffer, 0, read) == "940\r\n" && await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken) == 0);
        }

        public void Dispose() => client.Dispose();
    }
}
