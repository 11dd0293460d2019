using DigitalAccess.Saml2.Model;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>
/// A vendor's request that has passed every rule, or the patron's own click where the vendor takes patrons unasked: what is
/// left of it that the answer needs. It may wait in the database while the patron types card and PIN.
/// </summary>
/// <param name="Provider">Slug of the service provider.</param>
/// <param name="Library">Slug of the library whose identity provider was asked.</param>
/// <param name="RequestId">ID of the request; null where nobody asked.</param>
/// <param name="AnswerTo">Address of the metadata that the answer goes to.</param>
/// <param name="RelayState">What the vendor wants to have back.</param>
/// <param name="ReceivedAt">When it came.</param>
internal sealed record SignOnRequest(string Provider, string Library, string? RequestId, string AnswerTo, string? RelayState, DateTimeOffset ReceivedAt)
{
    public bool ForceAuthn { get; init; }
    public bool IsPassive { get; init; }
    public string? NameIdFormat { get; init; }
    public RequestedAuthnContext? Context { get; init; }

    /// <summary>The one patron whom the vendor wants to see signed in.</summary>
    public NameId? Subject { get; init; }

    public static SignOnRequest Of(AuthnRequest request, ConsumerService answerTo, string provider, string library, string? relayState, DateTimeOffset now) =>
        new(provider, library, request.Header.Id, answerTo.Location, relayState, now)
        {
            ForceAuthn = request.ForceAuthn,
            IsPassive = request.IsPassive,
            NameIdFormat = request.NameIdPolicy?.Format,
            Context = request.RequestedContext,
            Subject = request.Subject,
        };
}
