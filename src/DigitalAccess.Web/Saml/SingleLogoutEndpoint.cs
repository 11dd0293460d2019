using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Saml.Logout;
using DigitalAccess.Web.Saml.SignOn;

namespace DigitalAccess.Web.Saml;

/// <summary>SAML Profiles 4.4, the identity provider's part: which of the two messages has come, and whether it is to be believed.</summary>
internal sealed class SingleLogoutEndpoint(RegionSnapshots region, VendorsWish wish, VendorsAnswer answer, SignOnRefusals refusals, ClockAndOrigin about)
{
    public async Task<IResult> HandleAsync(HttpContext http, string library, CancellationToken ct)
    {
        try
        {
            return await TakeAsync(http, await ReceivedMessage.ReadAsync(http, ct), library, ct);
        }
        catch (SamlException e)
        {
            return refusals.Fault(http, e.Fault, sender: null, library);
        }
    }

    private async Task<IResult> TakeAsync(HttpContext http, IncomingMessage message, string slug, CancellationToken ct)
    {
        var now = await region.GetAsync(ct);

        // A library that has just left still hears how it went at those whom it has told.
        if (now.Library(slug) is not { } library || (!library.Active && message.Name != "LogoutResponse"))
            return TypedResults.NotFound();
        if (KnownProvider.Of(now, now.ServiceProvider(message.Header.Issuer), about.Now) is not { } known)
            return refusals.Fault(http, RequestFaults.UnknownSender, message.Header.Issuer, slug);
        var receiving = new Receiving { Endpoint = IdentityProvider.Of(library, about.Origin).SingleLogout, ServiceProvider = known.Metadata, Now = about.Now };
        return message.Name == "LogoutResponse"
            ? await answer.TakeAsync(LogoutRules.JudgeResponse(message, receiving), known, ct)
            : await wish.TakeAsync(http, LogoutRules.JudgeRequest(message, receiving), message.RelayState, known, library, ct);
    }
}
