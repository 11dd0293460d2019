using System.Text;

namespace DigitalAccess.Ils.Sip2;

/// <summary>Whether an answer belongs to the request that is open: an earlier patron's answer must never serve a later one.</summary>
internal static class ReplyCorrelation
{
    public static PatronVerification.ProtocolError? Fault(Sip2Message message, Sip2Wire wire)
    {
        if (wire.ErrorDetection && wire.VerifyChecksum && message.ChecksumFits != true && !IsBareResend(message))
            return new(ProtocolFault.WrongChecksum);
        return wire.ErrorDetection && message.Sequence is null && message.Command != Sip2Commands.RequestScResend
            ? new(ProtocolFault.WrongSequence)
            : null;
    }

    /// <summary>An answer to an earlier request: discarded, and the waiting goes on (SIP2 2.12, "error detection").</summary>
    public static bool IsLate(Sip2Message message, Sip2Wire wire, char sequence) =>
        wire.ErrorDetection && message.Sequence is { } own && own != sequence;

    public static bool IsAbout(Sip2Message message, CardNumber sent, Sip2Dialect dialect)
    {
        var answered = WithoutPrefix(message.First("AA"), dialect.AaPrefixes);
        // Some systems name no card when they do not know it; that can only refuse.
        if (string.IsNullOrWhiteSpace(answered))
            return message.First("BL") == "N" && message.First("CQ") != "Y";
        return Canonical(answered) == Canonical(sent.Value) || Canonical(message.First("AA")!) == Canonical(sent.Value)
            || (dialect.Settings is { AllowUserNameLogin: true, ErrorDetection: true } && message.First("BL") == "Y");
    }

    public static string? WithoutPrefix(string? answered, IReadOnlyList<string> prefixes)
    {
        var card = answered?.Trim();
        var prefix = prefixes.FirstOrDefault(prefix => card?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true);
        return prefix is null ? card : card![prefix.Length..].Trim();
    }

    public static string Canonical(string card) =>
        string.Concat(card.Normalize(NormalizationForm.FormC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    private static bool IsBareResend(Sip2Message message) =>
        message is { Command: Sip2Commands.RequestScResend, Checksum: null };
}
