namespace DigitalAccess.Ils.Sip2;

/// <summary>Writes the requests of one connection, each with the sequence number it is given.</summary>
internal sealed class Sip2Requests(Sip2Dialect dialect, string? loginPassword, TimeProvider clock)
{
    // Ten blanks: with a Y in it the answer would list what the patron has borrowed.
    private const string NoSummary = "          ";

    private Sip2Settings Settings => dialect.Settings;

    private string Now => Sip2Dates.Write(clock.GetUtcNow(), Settings.TimestampZone, dialect.TimeZone);

    public Sip2Request Login(char sequence)
    {
        var writer = Start("9300").Field("CN", Settings.LoginUser ?? "").Field("CO", loginPassword ?? "");
        if (Settings.LocationCode is { } location)
            writer.Field("CP", location);
        return new(writer, sequence, Sip2Commands.Login, Sip2Commands.LoginResponse);
    }

    public Sip2Request ScStatus(char sequence) => new(Start("9900802.00"), sequence, Sip2Commands.ScStatus, Sip2Commands.AcsStatus);

    public Sip2Request Patron(PatronCredentials credentials, char sequence)
    {
        var head = Sip2Language.Code(credentials.Language) + Now;
        var writer = Settings.UseOnly23 ? Start("23" + head) : Start("63" + head + NoSummary);
        writer.Field("AO", Settings.InstitutionId).Field("AA", credentials.Card.Value);
        // AC goes last: without error detection Koha strips signs from the end of the message, and a PIN that ended in
        // one would be judged wrong there and count towards the card's lock.
        if (dialect.WantsPin)
            writer.Field("AD", credentials.Pin.Value);
        writer.Field("AC", Settings.TerminalPassword);
        return Settings.UseOnly23
            ? new(writer, sequence, Sip2Commands.PatronStatus, Sip2Commands.PatronStatusResponse)
            : new(writer, sequence, Sip2Commands.PatronInformation, Sip2Commands.PatronInformationResponse);
    }

    public Sip2Request EndSession(CardNumber card, char sequence)
    {
        var writer = Start("35" + Now).Field("AO", Settings.InstitutionId).Field("AA", card.Value).Field("AC", Settings.TerminalPassword);
        return new(writer, sequence, Sip2Commands.EndSession, Sip2Commands.EndSessionResponse);
    }

    /// <summary>Whether card and PIN can be sent at all. An empty PIN never is: several systems take it for a right one.</summary>
    public bool CanCarry(PatronCredentials credentials)
    {
        if (dialect.WantsPin && string.IsNullOrWhiteSpace(credentials.Pin.Value))
            return false;
        using var request = Patron(credentials, '0');
        return request.IsSendable;
    }

    private Sip2Writer Start(string fixedPart) => new Sip2Writer(dialect.Wire).Fixed(fixedPart);
}
