using System.IO.Compression;
using System.Text;
using DigitalAccess.Saml2.Bindings;
using DigitalAccess.Saml2.Tests.Support;
using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Attacks;

/// <summary>Packed messages that are more, less or something else than they say.</summary>
public sealed class Deflate
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes(new AuthnRequestDraft().Xml);
    private static readonly byte[] Packed = RedirectQuery.Deflated(Message);

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "something behind it", [.. Packed, .. "GARBAGE"u8] },
        { "one byte behind it", [.. Packed, 0] },
        { "itself behind it", [.. Packed, .. Packed] },
        { "cut in half", Packed[..(Packed.Length / 2)] },
        { "the last byte missing", Packed[..^1] },
        { "only its first byte", Packed[..1] },
        { "zlib around it", [0x78, 0x9C, .. Packed, 1, 2, 3, 4] },
        { "zlib", Zlib(Message) },
        { "gzip", GZip(Message) },
        { "not packed at all", Message },
        { "a block of an unknown kind", [0x07] },
        { "a stored block that lies about its length", [0x01, 0xFF, 0xFF, 0x00, 0x00, .. Message] },
        { "a stored block that is longer than the rest", [0x01, 0xFF, 0x7F, 0x00, 0x80, .. Message] },
        { "zeroes", new byte[100] },
        { "no last block", Unended(Message) },
    };

    [Theory, MemberData(nameof(Damaged)), Trait("Case", "SAML-009"), Trait("Case", "SAML-011")]
    public void A_damaged_message_is_refused(string what, byte[] packed)
    {
        Assert.NotEmpty(what);
        Expect.Refused(SamlFaultKind.Malformed, () => Inflater.Inflate(packed, SafeXml.LongestMessage));
        Expect.Refused(SamlFaultKind.Malformed, Incoming.Redirect($"SAMLRequest={Uri.EscapeDataString(Convert.ToBase64String(packed))}"));
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Whatever_is_packed_well_is_unpacked_whole(CompressionLevel level)
    {
        foreach (var length in (int[])[0, 1, 2, 100, 1023, 1024, 4095, 8192, 65_535, 65_536, 100_000, SafeXml.LongestMessage])
        {
            byte[] text = [.. Enumerable.Range(0, length).Select(i => (byte)(i * i >> 3))];
            Assert.Equal(text, Inflater.Inflate(length == 0 ? new byte[] { 3, 0 } : RedirectQuery.Deflated(text, level), SafeXml.LongestMessage));
        }
    }

    [Fact]
    public void A_cut_anywhere_and_a_byte_more_are_noticed()
    {
        for (var length = 0; length < Packed.Length; length++)
            Expect.Refused(SamlFaultKind.Malformed, () => Inflater.Inflate(Packed.AsMemory(0, length), SafeXml.LongestMessage));
        for (var more = 0; more < 256; more++)
            Expect.Refused(SamlFaultKind.Malformed, () => Inflater.Inflate((byte[])[.. Packed, (byte)more], SafeXml.LongestMessage));
    }

    [Theory, Trait("Case", "SAML-007"), InlineData(256 * 1024 + 1), InlineData(1024 * 1024), InlineData(64 * 1024 * 1024)]
    public void A_bomb_is_put_out_before_it_has_grown(int length)
    {
        var bomb = RedirectQuery.Deflated(new byte[length], CompressionLevel.SmallestSize);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Expect.Refused(SamlFaultKind.TooLarge, () => Inflater.Inflate(bomb, SafeXml.LongestMessage));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5 * 1024 * 1024);
    }

    [Fact, Trait("Case", "SAML-007")]
    public void A_bomb_that_fits_into_a_query_is_put_out_too()
    {
        var bomb = RedirectQuery.Deflated(new byte[5 * 1024 * 1024], CompressionLevel.SmallestSize);
        var query = $"SAMLRequest={Uri.EscapeDataString(Convert.ToBase64String(bomb))}";
        Assert.InRange(query.Length, 1, RedirectBinding.LongestQuery);
        Expect.Refused(SamlFaultKind.TooLarge, Incoming.Redirect(query));
        var longer = RedirectQuery.Deflated(new byte[64 * 1024 * 1024], CompressionLevel.SmallestSize);
        Expect.Refused(SamlFaultKind.TooLarge, Incoming.Redirect($"SAMLRequest={Uri.EscapeDataString(Convert.ToBase64String(longer))}"));
    }

    private static byte[] Zlib(byte[] message)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(message);
        return packed.ToArray();
    }

    private static byte[] GZip(byte[] message)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(message);
        return packed.ToArray();
    }

    /// <summary>All of the message is there, and the stream is not ended.</summary>
    private static byte[] Unended(byte[] message)
    {
        using var packed = new MemoryStream();
        using var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true);
        deflate.Write(message);
        deflate.Flush();
        return packed.ToArray();
    }
}
