using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// Decides what a patron answer means. Order: can it be trusted, BL, CQ, then the flags; some systems set every flag on a
/// wrong PIN, and nobody without the PIN may learn anything of the patron.
/// </summary>
internal sealed class PatronEvaluator(Sip2Dialect dialect)
{
    private static readonly (PatronFlags Flag, BlockReason Reason)[] MostSpecificFirst =
    [
        (PatronFlags.ExcessiveOutstandingFines, BlockReason.ExcessiveFines),
        (PatronFlags.ExcessiveOutstandingFees, BlockReason.ExcessiveFees),
        (PatronFlags.TooManyItemsBilled, BlockReason.TooManyItemsBilled),
        (PatronFlags.TooManyItemsLost, BlockReason.TooManyItemsLost),
        (PatronFlags.RecallOverdue, BlockReason.RecallOverdue),
        (PatronFlags.TooManyItemsOverdue, BlockReason.TooManyOverdue),
        (PatronFlags.TooManyItemsCharged, BlockReason.TooManyItemsCharged),
    ];

    public PatronVerification Evaluate(Sip2Message message, CardNumber sent, DateOnly today)
    {
        var reply = new PatronReply(message, dialect.Profile);
        return Untrustworthy(message)
            ?? UnknownOrUnclear(reply)
            ?? PinNotRight(reply)
            ?? Unreadable(reply)
            ?? Standing(reply, Facts(reply, sent, today), today);
    }

    // A name with a delimiter in it can forge any field, "|CQY|" above all.
    private PatronVerification.ProtocolError? Untrustworthy(Sip2Message message) =>
        dialect.Deciding.Any(message.Contradicts) || message.All("AY").Any(value => value.Length != 1 || value[0] != message.Sequence)
            ? new(ProtocolFault.ContradictoryFields)
            : null;

    private PatronVerification? UnknownOrUnclear(PatronReply reply) => (reply.ValidPatron, Answer(reply.ValidPatron)) switch
    {
        (null, _) => new PatronVerification.ProtocolError(ProtocolFault.MissingValidPatron),
        (_, null) => new PatronVerification.ProtocolError(ProtocolFault.MalformedSingleCharField),
        (_, false) when !IsKnownInSpiteOfBlN(reply) => new PatronVerification.InvalidCredentials(InvalidReason.UnknownPatron),
        _ => null,
    };

    // Symphony answers BL N for a lost card, Corvina for an expired one; the PIN was right (CQ Y) in both.
    private bool IsKnownInSpiteOfBlN(PatronReply reply) =>
        Answer(reply.ValidPin) == true
        && (reply.Flags.HasFlag(PatronFlags.CardReportedLost) || dialect.Settings.BlnMeans == BlnMeans.Expired);

    private PatronVerification? PinNotRight(PatronReply reply) => (reply.ValidPin, Answer(reply.ValidPin)) switch
    {
        (null or "", _) when dialect.AcceptsMissingCq => null,
        (null or "", _) => new PatronVerification.Indeterminate(IndeterminateReason.PinNotVerified),
        (_, null) => new PatronVerification.ProtocolError(ProtocolFault.MalformedSingleCharField),
        (_, false) => new PatronVerification.InvalidCredentials(InvalidReason.WrongPin),
        _ => null,
    };

    private static PatronVerification.ProtocolError? Unreadable(PatronReply reply) =>
        reply.HasUndecodableIdentity ? new(ProtocolFault.NotUnderstood) : null;

    private PatronVerification Standing(PatronReply reply, PatronFacts facts, DateOnly today)
    {
        if (facts.Blocks.Contains(BlockReason.CardLost))
            return new PatronVerification.Blocked(facts, Reasons(reply, today));
        if (IsExpired(reply, today))
            return new PatronVerification.Expired(facts, facts.Expires < today ? facts.Expires : null);
        return facts.Blocks.IsEmpty
            ? new PatronVerification.Authenticated(facts)
            : new PatronVerification.Blocked(facts, Reasons(reply, today));
    }

    private PatronFacts Facts(PatronReply reply, CardNumber sent, DateOnly today)
    {
        var card = CardNumber.TryParse(ReplyCorrelation.WithoutPrefix(reply.Card, dialect.AaPrefixes), out var own) ? own : sent;
        var key = reply.InternalId is { } id
            ? new PatronKey(id, PatronKeyKind.IlsId)
            : new PatronKey(ReplyCorrelation.Canonical(card.Value), PatronKeyKind.Card);
        return new PatronFacts(key, card, reply.HomeLibrary, reply.Category, reply.BirthYear, reply.Expires, [.. Reasons(reply, today)]);
    }

    private ImmutableArray<BlockReason> Reasons(PatronReply reply, DateOnly today)
    {
        var flags = reply.Flags;
        var reasons = MostSpecificFirst.Where(pair => flags.HasFlag(pair.Flag)).Select(pair => pair.Reason).ToList();
        if (reply.FinesAboveLimit && !reasons.Contains(BlockReason.ExcessiveFines))
            reasons.Add(BlockReason.ExcessiveFines);
        if (Says(reply, dialect.BlockedText))
            reasons.Insert(0, BlockReason.Debarred);
        if (flags.HasFlag(PatronFlags.CardReportedLost))
            reasons.Insert(0, BlockReason.CardLost);
        // "YYYY" is what most systems send for any block at all, so it says something only where nothing else does.
        if (flags.HasFlag(PatronFlags.ChargePrivilegesDenied) && reasons.Count == 0 && !IsExpired(reply, today))
            reasons.Add(BlockReason.NoBorrowingPrivileges);
        return [.. reasons];
    }

    // BL N comes first: a date to come must not make a patron valid whom the ILS calls invalid.
    private bool IsExpired(PatronReply reply, DateOnly today) =>
        (Answer(reply.ValidPatron) == false && dialect.Settings.BlnMeans == BlnMeans.Expired)
        || (reply.Expires is { } last ? last < today : Says(reply, dialect.ExpiredText));

    private static bool Says(PatronReply reply, Regex? pattern) =>
        pattern is not null
        && reply.Flags.HasFlag(PatronFlags.ChargePrivilegesDenied)
        && reply.ScreenMessages.Any(pattern.IsMatch);

    /// <summary>Yes, no, or null for anything that is neither.</summary>
    private bool? Answer(string? value) => value switch
    {
        "Y" => true,
        "N" => false,
        "y" when dialect.Settings.AcceptLowerCaseFlags => true,
        "n" when dialect.Settings.AcceptLowerCaseFlags => false,
        _ => null,
    };
}
