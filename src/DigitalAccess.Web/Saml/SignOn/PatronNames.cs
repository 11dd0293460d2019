using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Model;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Releases;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>What one vendor calls a patron, in each kind of name.</summary>
internal sealed class PatronNames(PatronClaims claims, SessionNames sessions, ClockAndOrigin about)
{
    /// <summary>Kinds of names that a vendor can be given: nothing lasting that its registration does not say.</summary>
    public static IReadOnlyList<string> FormatsFor(ServiceProvider provider) => provider.NameId switch
    {
        ServiceProviderNameId.Persistent => [SamlNames.NameIds.Persistent, SamlNames.NameIds.Transient],
        ServiceProviderNameId.Transient or ServiceProviderNameId.None => [SamlNames.NameIds.Transient],
        ServiceProviderNameId.Unspecified => [SamlNames.NameIds.Unspecified, SamlNames.NameIds.Persistent, SamlNames.NameIds.Transient],
        ServiceProviderNameId.Email => [SamlNames.NameIds.Email, SamlNames.NameIds.Persistent, SamlNames.NameIds.Transient],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <param name="session">The patron.</param>
    /// <param name="known">The vendor.</param>
    /// <param name="library">Who vouches for the patron.</param>
    /// <param name="asked">What the request asks for.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <returns>Null for a vendor that wants attributes alone (IIP-IDP11) and asks for no name.</returns>
    public async ValueTask<NameId?> NameAsync(PatronSession session, KnownProvider known, Library library, string? asked, CancellationToken ct)
    {
        var format = asked is null or SamlNames.NameIds.Unspecified ? FormatsFor(known.Provider)[0] : asked;
        if (known.Provider.NameId == ServiceProviderNameId.None && asked is null or SamlNames.NameIds.Unspecified)
            return null;
        var (issuer, entityId) = (IdentityProvider.Of(library, about.Origin).EntityId, known.Provider.EntityId);
        if (format == SamlNames.NameIds.Transient)
            return new NameId(await sessions.TransientAsync(session, entityId, ct), format, issuer, entityId);
        var pseudonym = await PseudonymAsync(session, known.Provider.Sector, ct);
        return new NameId(format == SamlNames.NameIds.Email ? AddressOf(pseudonym, library.ScopeAt(new Uri(about.Origin).Host)) : pseudonym, format, issuer, entityId);
    }

    /// <summary>A pseudonym that looks like an e-mail address (SAML Core 8.3.2).</summary>
    public static string AddressOf(string pseudonym, string scope) => $"{pseudonym}@{scope}";

    /// <summary>
    /// The pairwise pseudonym in small letters: names that differ by the case of a letter are one name to some (IIP-IDP21, SAML
    /// Subject Identifier Attributes 3.4).
    /// </summary>
    public async ValueTask<string> PseudonymAsync(PatronSession session, string sector, CancellationToken ct) =>
        Letters.Of(System.Buffers.Text.Base64Url.DecodeFromChars(await claims.SubjectAsync(session.PatronAccountId, sector, ct)));

    public static bool IsSameName(NameId asked, NameId? given) =>
        given is not null && asked.Value == given.Value
        && (asked.Format is null or SamlNames.NameIds.Unspecified || asked.Format == given.Format)
        && (asked.NameQualifier is null || asked.NameQualifier == given.NameQualifier)
        && (asked.ServiceProviderQualifier is null || asked.ServiceProviderQualifier == given.ServiceProviderQualifier);
}
