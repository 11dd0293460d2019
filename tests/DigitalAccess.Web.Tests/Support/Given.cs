using System.Text.Json;
using DigitalAccess.Ils.Sip2;
using DigitalAccess.Simulators.Sip2;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Oidc;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>Puts the world of a test in place: libraries, resources, licences, clients.</summary>
internal sealed class Given(BrokerApp app)
{
    public const string ClientSecret = "test-client-secret-of-at-least-32-characters";

    public async Task<Library> LibraryAsync(string slug, SimulatedIls? ils = null, Action<Library>? with = null, Func<Sip2Settings, Sip2Settings>? sip2 = null)
    {
        var library = new Library
        {
            Slug = slug, Name = $"{char.ToUpperInvariant(slug[0])}{slug[1..]} bibliotek", Municipality = slug, TimeZone = "Europe/Stockholm", Accent = slug,
            Contact = new LibraryContact { Phone = "036-000 00 00", Email = $"bibliotek@{slug}.example" },
        };
        with?.Invoke(library);
        await app.WithDbAsync(async db =>
        {
            db.Libraries.Add(library);
            if (ils is not null)
                db.IlsConnections.Add(Connection(library, ils, sip2));
            await db.SaveChangesAsync();
        });
        return library;
    }

    public async Task<Resource> ResourceAsync(string slug, AccessMethod access = AccessMethod.PlainLink, string? clientId = null, string? launchUrl = null, Action<Resource>? with = null)
    {
        var resource = new Resource
        {
            Slug = slug, VendorId = await VendorAsync(), Name = new LocalizedText { ["sv"] = slug, ["en"] = slug },
            Description = new LocalizedText { ["sv"] = "Beskrivning" }, Category = ResourceCategory.News, AccessMethod = access,
            LaunchUrl = launchUrl ?? $"https://vendor.example/{slug}", ClientId = clientId,
        };
        with?.Invoke(resource);
        await app.WithDbAsync(async db =>
        {
            db.Resources.Add(resource);
            await db.SaveChangesAsync();
        });
        return resource;
    }

    public async Task<Licence> LicenceAsync(Resource resource, Library? covered = null, Action<Licence>? with = null)
    {
        var licence = new Licence
        {
            Slug = $"licence-{Guid.NewGuid():N}", ResourceId = resource.Id, ValidFrom = new DateOnly(2020, 1, 1), CoversAllLibraries = covered is null,
        };
        with?.Invoke(licence);
        await app.WithDbAsync(async db =>
        {
            if (covered is not null)
                licence.CoveredLibraries.Add((await db.Libraries.FindAsync(covered.Id))!);
            db.Licences.Add(licence);
            await db.SaveChangesAsync();
        });
        return licence;
    }

    public async Task<RelyingParty> RelyingPartyAsync(string clientId, string redirectUri, Action<RelyingParty>? with = null)
    {
        var party = new RelyingParty
        {
            ClientId = clientId, VendorId = await VendorAsync(), Name = clientId, RedirectUris = [redirectUri], Sector = new Uri(redirectUri).Host,
            SecretHash = ClientSecrets.Hash(ClientSecret),
        };
        with?.Invoke(party);
        if (party.Jwks is not null || party.JwksUri is not null)
            party.SecretHash = null;
        await app.WithDbAsync(async db =>
        {
            db.RelyingParties.Add(party);
            await db.SaveChangesAsync();
        });
        return party;
    }

    /// <summary>A resource that opens by OpenID Connect for a client of its own.</summary>
    public async Task<Resource> OidcResourceAsync(string clientId, string redirectUri, Action<RelyingParty>? with = null)
    {
        await RelyingPartyAsync(clientId, redirectUri, with);
        return await ResourceAsync(clientId, AccessMethod.Oidc, clientId, new Uri(new Uri(redirectUri), "/login").AbsoluteUri);
    }

    /// <summary>Connects a library that had no ILS.</summary>
    public async Task ConnectAsync(Library library, SimulatedIls ils, Func<Sip2Settings, Sip2Settings>? sip2 = null) => await app.WithDbAsync(async db =>
    {
        db.IlsConnections.Add(Connection(library, ils, sip2));
        await db.SaveChangesAsync();
    });

    private IlsConnection Connection(Library library, SimulatedIls ils, Func<Sip2Settings, Sip2Settings>? sip2)
    {
        var settings = new Sip2Settings
        {
            Name = library.Slug, Host = "127.0.0.1", Port = ils.Port, LoginUser = ils.Options.LoginUser, InstitutionId = ils.Options.Institution,
            FieldProfile = "sipserver", Encoding = "utf-8",
        };
        return new IlsConnection
        {
            LibraryId = library.Id, Kind = "sip2", Settings = JsonSerializer.Serialize(sip2?.Invoke(settings) ?? settings, JsonColumn.Options),
            ProtectedSecret = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(PatronVerifiers.SecretPurpose).Protect(ils.Options.LoginPassword),
        };
    }

    private async Task<Guid> VendorAsync()
    {
        var vendor = new Vendor { Slug = $"vendor-{Guid.NewGuid():N}", Name = "Förlaget" };
        await app.WithDbAsync(async db =>
        {
            db.Vendors.Add(vendor);
            await db.SaveChangesAsync();
        });
        return vendor.Id;
    }
}
