using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Web.Keys;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;

namespace DigitalAccess.Web.Oidc;

/// <summary>The one place where it is decided what a vendor learns of a patron.</summary>
internal sealed class PatronClaims(KeyRing keys, TimeProvider clock)
{
    /// <summary>Slug of the library that issued the card: the licence holder's identifier.</summary>
    public const string Library = "library";
    public const string Municipality = "municipality";
    public const string AgeBand = "age_band";

    /// <summary>A subject that differs from sector to sector, so that vendors cannot compare patrons (OpenID Connect Core 1.0, 8.1).</summary>
    public async ValueTask<string> SubjectAsync(Guid patronAccountId, string sector, CancellationToken ct)
    {
        var key = await keys.GetAsync(KeyPurpose.Subject, ct);
        byte[] who = [.. patronAccountId.ToByteArray(), .. Encoding.UTF8.GetBytes(sector)];
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, who));
    }

    /// <summary>The released attributes, by the relying party's contract and nothing else.</summary>
    public IEnumerable<Claim> Released(PatronSession? patron, Library library, RelyingParty party)
    {
        foreach (var attribute in party.Releases)
        {
            switch (attribute)
            {
                case ReleasedAttribute.Library:
                    yield return new Claim(Library, library.Slug);
                    break;
                case ReleasedAttribute.Municipality:
                    yield return new Claim(Municipality, library.Municipality);
                    break;
                case ReleasedAttribute.AgeBand when patron?.Facts.BirthYear is { } year:
                    yield return new Claim(AgeBand, BandOf(library.LocalDate(clock.GetUtcNow()).Year - year));
                    break;
            }
        }
    }

    private static string BandOf(int age) => age switch { < 13 => "child", < 18 => "youth", _ => "adult" };
}
