using DigitalAccess.Saml2;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Usage;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>How a request ends that signs nobody in: the patron reads why, and the vendor is told where it may be.</summary>
internal sealed class SignOnRefusals(
    ResponsePage page, UsageRecorder usage, RefusalPage refusals, IDataProtectionProvider protection, ILogger<SignOnRefusals> logger)
{
    private readonly Sealed<RefusedSignOn> _seal = new(protection, "DigitalAccess.Saml.Refused");

    /// <summary>The vendor shows what has happened, because it asked for no page of ours or asked for what is not to be had.</summary>
    public Task<IResult> TellAsync(SignOnRequest request, KnownProvider known, Library library, StatusAnswer status, CancellationToken ct)
    {
        logger.RequestUnmet(known.Provider.Slug, library.Slug, status.SubCode ?? status.Code);
        return page.ErrorAsync(request, known, library, status, ct);
    }

    /// <summary>The patron is not entitled: counted like at every door, and told by the same page.</summary>
    public async Task<IResult> RefuseAsync(PatronSignOn signOn, EntitlementDecision.Refused refused, CancellationToken ct)
    {
        var (request, session, library, known, _) = signOn;
        var receipt = await usage.RecordAsync(
            Visitor.Of(session), library, known.Resource, refused, Door.Saml, request.RequestId ?? $"unasked {request.ReceivedAt:O}", ct);
        if (request.IsPassive)
            return await TellAsync(request, known, library, Denied(reason: null), ct);

        // Where nobody asked, nobody waits for an answer.
        var back = request.RequestId is null ? null : $"/saml/{library.Slug}/refused?d={_seal.Close(new RefusedSignOn(request, refused.Reason))}";
        return SeeOther.To(refusals.AddressOf(new Refusal(refused.Reason, known.Resource.Id, receipt!, back)));
    }

    /// <returns>What the address of the way back to the vendor holds; null when it is damaged or old.</returns>
    public RefusedSignOn? Read(string? sealedText) => _seal.Open(sealedText);

    /// <param name="reason">Told when the patron goes back by their own hand; without a page, not even a patron who did nothing gives that away.</param>
    public static StatusAnswer Denied(RefusalReason? reason) => new(SamlNames.Status.Responder, SamlNames.Status.RequestDenied, reason?.SlugForVendors());

    /// <summary>Nothing is sent anywhere: our own page says what is wrong, for the vendor to mend.</summary>
    /// <param name="http">The browser.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="sender">Slug of the service provider; else what a message says of its sender, which nobody has to believe.</param>
    /// <param name="library">Slug of the library that was asked.</param>
    public IResult Fault(HttpContext http, SamlFault fault, string? sender, string library)
    {
        logger.MessageRefused(fault.Kind, Readable(sender), Readable(library), fault.Reason);
        return VendorFault.Page(http, $"saml-{fault.Kind.ToString().ToLowerInvariant()}", fault.Reason);
    }

    /// <summary>For a line of the log, whatever it holds.</summary>
    private static string Readable(string? text) => text is null ? "unknown" : string.Concat(text.Take(256).Select(c => char.IsControl(c) ? '?' : c));
}

/// <summary>A refusal on its way back to the vendor.</summary>
internal sealed record RefusedSignOn(SignOnRequest Request, RefusalReason Reason);
