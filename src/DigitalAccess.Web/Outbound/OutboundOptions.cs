using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Outbound;

/// <summary>Which addresses that somebody else wrote down this program may call; section <c>DigitalAccess:Outbound</c>.</summary>
internal sealed class OutboundOptions
{
    public const string Section = "DigitalAccess:Outbound";

    /// <summary>
    /// Places that may be called although they lie inside, each as host and port: <c>vendor.internal:443</c>,
    /// <c>127.0.0.1:5081</c>, <c>[fd00::5]:443</c>. Plain http is for these in Development.
    /// </summary>
    public List<string> Allow { get; set; } = [];

    /// <summary>Ports outside that may be called beside 443.</summary>
    public List<int> Ports { get; set; } = [];

    /// <summary>How long names, connection and TLS may take.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long one call may take from the name to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Decided by the environment, never by a setting.</summary>
    internal bool PlainHttp { get; set; }
}

/// <summary>Finds every fault before the first call, and says what to write instead.</summary>
internal sealed class OutboundOptionsValidator : IValidateOptions<OutboundOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        var faults = options.Allow.Where(place => !IsPlace(place))
            .Select(place => $"{OutboundOptions.Section}:Allow holds '{place}'; write host and port such as vendor.internal:443, without a scheme or a path.").ToList();
        faults.AddRange(options.Ports.Where(port => port is < 1 or > 65535).Select(port => $"{OutboundOptions.Section}:Ports holds {port}, which is no port."));
        if (options.ConnectTimeout <= TimeSpan.Zero || options.ConnectTimeout > options.Timeout || options.Timeout > Longest)
            faults.Add($"{OutboundOptions.Section}:ConnectTimeout must be shorter than Timeout, and Timeout at most {Longest}.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Written exactly as calls are compared with it, or it would never match.</summary>
    private static bool IsPlace(string place) => Uri.TryCreate($"https://{place}", UriKind.Absolute, out var uri) && OutboundRules.PlaceOf(uri) == place;
}
