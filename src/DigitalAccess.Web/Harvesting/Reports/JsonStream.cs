using System.Text.Json;

namespace DigitalAccess.Web.Harvesting.Reports;

/// <summary>JSON token by token from a stream, of which only a piece is in memory at a time.</summary>
internal ref struct JsonStream
{
    /// <summary>Bytes of one token: no title is so long.</summary>
    private const int LongestToken = 4 * 1024 * 1024;

    private const int MostDepth = 64;

    private readonly Stream _source;
    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;
    private long _passed;
    private bool _ended;
    private Utf8JsonReader _reader;

    public JsonStream(Stream source)
    {
        _source = source;
        do
            _filled += Read(_buffer, _filled);
        while (!_ended && IsBlank && _filled < _buffer.Length);
        var start = _buffer.AsSpan(0, _filled).StartsWith("\uFEFF"u8) ? 3 : 0;
        if (start > 0)
        {
            _buffer.AsSpan(start, _filled - start).CopyTo(_buffer);
            (_filled, _passed) = (_filled - start, start);
        }

        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _filled), _ended, new JsonReaderState(new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MostDepth,
        }));
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>How far it has been read.</summary>
    public readonly long Position => _passed + _reader.BytesConsumed;

    /// <summary>Whether there is nothing, as far as can be seen.</summary>
    public readonly bool IsBlank => _buffer.AsSpan(0, _filled).Trim(" \t\r\n"u8).IsEmpty;

    /// <summary>Whether the first thing is what web pages begin with.</summary>
    public readonly bool IsWebPage => _buffer.AsSpan(0, _filled).TrimStart(" \t\r\n"u8) is [(byte)'<', ..];

    /// <returns>Whether there was another token.</returns>
    /// <exception cref="JsonException">It is no JSON, or cut off.</exception>
    public bool Read()
    {
        while (!_reader.Read())
        {
            if (_ended)
                return false;
            Fill();
        }

        return true;
    }

    public readonly bool Is(ReadOnlySpan<byte> text) => _reader.ValueTextEquals(text);

    public readonly bool TryGetInt32(out int value) => _reader.TryGetInt32(out value);

    /// <summary>The token's bytes as they are written, without quotation marks.</summary>
    public readonly ReadOnlySpan<byte> Raw => _reader.ValueSpan;

    public readonly bool IsEscaped => _reader.ValueIsEscaped;

    public readonly int CopyString(Span<byte> destination) => _reader.CopyString(destination);

    public readonly string? GetString() => _reader.GetString();

    /// <summary>Goes to the end of what has begun; of a value without inner ones, nowhere.</summary>
    public void Skip()
    {
        if (Token == JsonTokenType.PropertyName)
            Read();
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = 1;
        while (depth > 0 && Read())
            depth += Token switch { JsonTokenType.StartObject or JsonTokenType.StartArray => 1, JsonTokenType.EndObject or JsonTokenType.EndArray => -1, _ => 0 };
    }

    private void Fill()
    {
        var consumed = (int)_reader.BytesConsumed;
        var state = _reader.CurrentState;
        var left = _filled - consumed;
        if (left == _buffer.Length)
        {
            if (left >= LongestToken)
                throw new JsonException("A value is longer than any.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        else
        {
            _buffer.AsSpan(consumed, left).CopyTo(_buffer);
        }

        _passed += consumed;
        _filled = left + Read(_buffer, left);
        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _filled), _ended, state);
    }

    private int Read(byte[] buffer, int at)
    {
        var read = _source.Read(buffer, at, buffer.Length - at);
        _ended = read == 0;
        return read;
    }
}
