using System.Text;

namespace DigitalAccess.Ils.Sip2;

/// <summary>How messages of one connection are written: encoding, delimiter, terminator, error detection.</summary>
internal sealed record Sip2Wire(Encoding Encoding, char Delimiter, bool ErrorDetection, bool VerifyChecksum, Sip2Terminator Terminator)
{
    public static Sip2Wire Of(Sip2Settings settings) => new(
        Sip2Encoding.Find(settings.Encoding) ?? throw new ArgumentException("Unknown SIP2 encoding; see Sip2Settings.Validate().", nameof(settings)),
        settings.Delimiter,
        settings.ErrorDetection,
        settings.VerifyChecksum,
        settings.Terminator);
}
