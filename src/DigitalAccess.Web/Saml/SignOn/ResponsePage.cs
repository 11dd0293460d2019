using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Writing;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.Saml.Certificates;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>Signs answers and has the browser post them (SAML Bindings 3.5).</summary>
internal sealed class ResponsePage(SamlKeys keys, PostPage page, IOptions<BrokerOptions> broker, TimeProvider clock)
{
    /// <summary>The answer that names nobody: why, for the service to show (SAML Core 3.2.2.2).</summary>
    public async Task<IResult> ErrorAsync(SignOnRequest request, KnownProvider known, Library library, StatusAnswer status, CancellationToken ct)
    {
        var protection = await ProtectionAsync(known, library, ct);

        // An error has no assertion, so it is the response that is signed or nothing.
        return Post(Write(request, library, status, assertion: null, protection with { SignsResponse = true }), request);
    }

    public IResult Post(ReadOnlyMemory<byte> response, SignOnRequest request) => request.RelayState is { } state
        ? page.To(request.AnswerTo, new PostedField("SAMLResponse", response), new PostedField("RelayState", state))
        : page.To(request.AnswerTo, new PostedField("SAMLResponse", response));

    public ReadOnlyMemory<byte> Write(SignOnRequest request, Library library, StatusAnswer status, Assertion? assertion, Protection protection) => SamlWriter.Write(
        new Response
        {
            Id = SamlWriter.NewId(),
            IssueInstant = clock.GetUtcNow(),
            Issuer = IdentityProvider.Of(library, broker.Value.Origin).EntityId,
            Destination = request.AnswerTo,
            InResponseTo = request.RequestId,
            Status = status,
            Assertion = assertion,
        },
        protection);

    /// <summary>How this vendor has its answers signed and sealed.</summary>
    public async ValueTask<Protection> ProtectionAsync(KnownProvider known, Library library, CancellationToken ct)
    {
        var provider = known.Provider;
        return new Protection(
            await keys.SigningAsync(library, provider, ct),
            provider.SignsResponse,
            provider.SignsAssertion || known.Metadata.WantAssertionsSigned,
            known.EncryptionKey);
    }
}
