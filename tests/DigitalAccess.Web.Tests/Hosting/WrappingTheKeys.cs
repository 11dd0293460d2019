using DigitalAccess.Web.Keys;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Hosting;

/// <summary>The database holds the keys to all that is sealed in it, so they lie in it wrapped by a certificate that it does not hold.</summary>
public sealed class WrappingTheKeys(TestCluster cluster)
{
    private const string Setting = "DigitalAccess:DataProtectionCertificate";

    [Fact]
    public async Task A_key_in_the_database_is_wrapped_and_outlives_a_new_certificate()
    {
        var database = await cluster.CreateDatabaseAsync("wrapped");
        var (old, renewed) = (WrappingCertificate.Make(), WrappingCertificate.Make());
        string sealedText;
        await using (var app = Host.Build(database, new Dictionary<string, string?> { [Setting] = old }))
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DigitalAccess.Web.Data.DigitalAccessDb>();
            await db.DataProtectionKeys.ExecuteDeleteAsync();
            scope.ServiceProvider.GetRequiredService<DataProtectionRotation>().EnsureKey();
            var xml = (await db.DataProtectionKeys.SingleAsync()).Xml!;
            Assert.Contains("EncryptedData", xml, StringComparison.Ordinal);
            Assert.DoesNotContain("<value>", xml, StringComparison.Ordinal);
            sealedText = Protector(app.Services).Protect("the ILS's password");
        }

        await using var later = Host.Build(database, new Dictionary<string, string?>
        {
            [Setting] = renewed, ["DigitalAccess:EarlierDataProtectionCertificates:0"] = old,
        });
        Assert.Equal("the ILS's password", Protector(later.Services).Unprotect(sealedText));

        await using var careless = Host.Build(database, new Dictionary<string, string?> { [Setting] = renewed });
        Assert.ThrowsAny<Exception>(() => Protector(careless.Services).Unprotect(sealedText));
    }

    [Fact]
    public void A_certificate_that_is_not_there_stops_every_command()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Host.Build("Host=nowhere.invalid", new Dictionary<string, string?> { [Setting] = "/nowhere.pfx" }));
        Assert.Contains("'/nowhere.pfx'", fault.Message, StringComparison.Ordinal);
    }

    private static IDataProtector Protector(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
