using System.Text;

namespace DigitalAccess.Ils.Sip2;

internal sealed partial class Sip2Message
{
    /// <summary>
    /// Command, length, status and tags. An allow-list, not a deny-list: a missing delimiter can glue a PIN to any field, so
    /// only single letters Y and N of BL and CQ are ever printed.
    /// </summary>
    public override string ToString()
    {
        var line = new StringBuilder(Command).Append(" (").Append(Length).Append(')');
        if (Command is Sip2Commands.PatronStatusResponse or Sip2Commands.PatronInformationResponse)
            line.Append(" [").Append(PatronStatus.Read(Fixed(2, PatronStatus.Length))).Append(']');
        foreach (var field in fields)
            line.Append(' ').Append(Tag(field)).Append(Shown(field));
        if (Sequence is { } sequence)
            line.Append(" AY").Append(sequence);
        return line.ToString();
    }

    private string Shown(Sip2Field field) =>
        Tag(field) is "BL" or "CQ" && Span(field) is "Y" or "N" ? $"={Span(field)}" : field.Length == 0 ? "" : "=*";
}
