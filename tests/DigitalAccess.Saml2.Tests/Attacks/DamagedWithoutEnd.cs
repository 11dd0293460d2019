using System.Text;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Attacks;

/// <summary>A packed message holds memory that the garbage collector knows nothing of.</summary>
[Collection(typeof(Alone))]
public sealed class DamagedWithoutEnd
{
    private static readonly byte[] Packed = RedirectQuery.Deflated(Encoding.UTF8.GetBytes(new AuthnRequestDraft().Xml));

    [Fact]
    public void Two_hundred_thousand_damaged_messages_leave_nothing_behind()
    {
        var before = MemoryAfter(100_000);
        Assert.InRange(MemoryAfter(200_000) - before, long.MinValue, 32L * 1024 * 1024);
    }

    private static long MemoryAfter(int messages)
    {
        for (var i = 0; i < messages; i++)
            Assert.Throws<SamlException>(() => Inflater.Inflate(Packed.AsMemory(0, 1 + (i % (Packed.Length - 1))), SafeXml.LongestMessage));
        GC.Collect();
        return Environment.WorkingSet;
    }
}
