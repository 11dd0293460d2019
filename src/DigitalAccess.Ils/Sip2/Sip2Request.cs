namespace DigitalAccess.Ils.Sip2;

/// <summary>One request, ready to send, and what must answer it. Its bytes are wiped when it is disposed.</summary>
internal sealed class Sip2Request(Sip2Writer writer, char sequence, string command, string answer) : IDisposable
{
    public bool IsSendable { get; } = writer.TryFinish(sequence);

    public char Sequence { get; } = sequence;

    public string Command { get; } = command;

    public string Answer { get; } = answer;

    public ReadOnlyMemory<byte> Bytes => writer.Bytes;

    public void Dispose() => writer.Dispose();

    public override string ToString() => $"{Command} ({Bytes.Length})";
}
