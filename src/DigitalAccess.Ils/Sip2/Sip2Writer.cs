using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace DigitalAccess.Ils.Sip2;

/// <summary>
/// The one place where requests are built. It refuses every value that holds the delimiter, a control character or a letter
/// the encoding lacks: such a value could smuggle in fields of its own, and must never be sent changed.
/// </summary>
internal sealed class Sip2Writer(Sip2Wire wire) : IDisposable
{
    private const int MaxValue = 255;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private int _length;
    private bool _refused;

    /// <summary>The finished message, terminator included; valid until this writer is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Appends a part by position; only for texts made here.</summary>
    public Sip2Writer Fixed(string ascii)
    {
        _length += Encoding.ASCII.GetBytes(ascii, _buffer.AsSpan(_length));
        return this;
    }

    public Sip2Writer Field(string tag, string value)
    {
        var start = Fixed(tag)._length;
        _refused |= value.Length > MaxValue || value.Contains(wire.Delimiter) || value.Any(char.IsControl) || !TryEncode(value);
        // Judged after encoding as well: a code page may map a harmless looking sign to the delimiter or to CR.
        _refused |= _buffer.AsSpan(start.._length).ContainsAnyInRange((byte)0, (byte)31)
            || _buffer.AsSpan(start.._length).Contains((byte)wire.Delimiter);
        _buffer[_length++] = (byte)wire.Delimiter;
        return this;
    }

    /// <summary>Ends the message; false where a value was refused, and then nothing may be sent.</summary>
    public bool TryFinish(char sequence)
    {
        if (_refused)
            return false;
        if (wire.ErrorDetection)
        {
            Fixed($"AY{sequence}AZ");
            Sip2Checksum.Write(Sip2Checksum.Compute(_buffer.AsSpan(0, _length)), _buffer.AsSpan(_length, 4));
            _length += 4;
        }

        Fixed(wire.Terminator == Sip2Terminator.CrLf ? "\r\n" : "\r");
        return true;
    }

    /// <summary>Wipes the buffer: it held a PIN or a password.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_buffer);
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private bool TryEncode(string value)
    {
        try
        {
            var fits = wire.Encoding.TryGetBytes(value, _buffer.AsSpan(_length, 4 * MaxValue), out var written);
            _length += written;
            return fits;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
