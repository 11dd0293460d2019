using DigitalAccess.Saml2.Tests.Support;

namespace DigitalAccess.Saml2.Tests.Writing;

/// <summary>What is signed is not parsed again: it has to be in canonical form as it is written.</summary>
public sealed class WritingInCanonicalForm
{
    [Theory, MemberData(nameof(EveryMessage.SignedNames), MemberType = typeof(EveryMessage))]
    public void A_signed_message_is_its_own_canonical_form(string name, string key)
    {
        using var signing = Keys.Signing(key);
        var message = EveryMessage.Write(name, signing);
        Assert.Equal(Canonical.Of(message), Canonical.Text(message));
    }

    [Theory, MemberData(nameof(EveryMessage.UnsignedNames), MemberType = typeof(EveryMessage))]
    public void An_unsigned_message_is_its_own_canonical_form(string name)
    {
        var message = EveryMessage.Write(name);
        Assert.Equal(Canonical.Of(message), Canonical.Text(message));
        Assert.DoesNotContain("Signature", Canonical.Text(message), StringComparison.Ordinal);
    }
}
