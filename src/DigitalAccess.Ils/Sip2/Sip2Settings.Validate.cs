using System.Text.RegularExpressions;

namespace DigitalAccess.Ils.Sip2;

public sealed partial record Sip2Settings
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FifteenSeconds = TimeSpan.FromSeconds(15);

    /// <summary>All faults of the settings at once, each as a text that says what to do next; empty when there are none.</summary>
    public IReadOnlyList<string> Validate() =>
        [.. AddressFaults(), .. TlsFaults(), .. WireFaults(), .. PolicyFaults(), .. LimitFaults()];

    private IEnumerable<string> AddressFaults()
    {
        if (!NamePattern().IsMatch(Name))
            yield return "Give the connection a name of 1 to 40 letters, digits, hyphens or dots; it appears in logs.";
        if (string.IsNullOrWhiteSpace(Host))
            yield return "Enter the host name or address of the SIP2 server.";
        else if (HostAddress.IsForbidden(Host))
            yield return "The host is a link-local, multicast or unspecified address; enter the SIP2 server's own address.";
        if (Port is < 1 or > 65535)
            yield return "Enter a port between 1 and 65535; SIP2 servers usually listen on 6001.";
    }

    private IEnumerable<string> TlsFaults()
    {
        if (Tls == TlsMode.Off && !PrivateNetworkConfirmed && !string.IsNullOrWhiteSpace(Host) && !HostAddress.LooksPrivate(Host))
            yield return "SIP2 sends card numbers and PINs in plain text, and this host is not known to be in a private network. "
                + "Switch TLS on, enter the near end of a tunnel (stunnel, WireGuard, SSH), or confirm that the path is a VPN.";
        if (Tls == TlsMode.Pinned && !PinPattern().IsMatch(PinnedCertificateSha256 ?? ""))
            yield return "Enter the SHA-256 of the server's certificate as 64 hexadecimal digits, or use the system's root certificates.";
        if (Tls == TlsMode.PinnedCa && (CaCertificateFile is null || !File.Exists(CaCertificateFile)))
            yield return "Enter the path of a PEM file with the library's certificate authority; with a pinned authority no other is trusted.";
        if (Tls != TlsMode.PinnedCa && CaCertificateFile is not null)
            yield return "A file with a certificate authority is used with a pinned authority only: choose that, or remove the file.";
        if (Tls == TlsMode.Off && ClientCertificateFile is not null)
            yield return "A client certificate needs TLS: switch TLS on or remove the certificate.";
        if (ClientCertificateFile is not null && !File.Exists(ClientCertificateFile))
            yield return "The file of the client certificate does not exist; enter the path of a PEM file.";
    }

    private IEnumerable<string> WireFaults()
    {
        if (Sip2Encoding.Find(Encoding) is null)
            yield return "The encoding is not known or not usable for SIP2; enter cp850, utf-8, iso-8859-1, windows-1252 or ascii.";
        if (Delimiter is < '!' or > '~' || char.IsAsciiLetterOrDigit(Delimiter))
            yield return "The field delimiter must be one ASCII sign that is no letter, digit or blank; almost every system uses |.";
        if (!DigitalAccess.Ils.Sip2.FieldProfile.BuiltIn.ContainsKey(FieldProfile))
            yield return $"The field profile is not known; choose one of {string.Join(", ", DigitalAccess.Ils.Sip2.FieldProfile.BuiltIn.Keys)}.";
        if (CustomTags?.Tags.Any(tag => !TagPattern().IsMatch(tag)) == true)
            yield return "A custom tag must be a capital letter followed by a capital letter or a digit, such as PA or U1.";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return "The time zone is not known; enter an IANA name such as Europe/Stockholm.";
    }

    private IEnumerable<string> PolicyFaults()
    {
        if (MissingCq == MissingCq.Accept && PinMode != PinMode.None)
            yield return "Accepting answers without CQ lets anybody in who knows a card number. Set it to reject, or declare that the library has no PINs.";
        if (PinMode == PinMode.None && MissingCq != MissingCq.Accept)
            yield return "Without PINs the ILS sends no CQ, so every login would be refused. Set answers without CQ to accept, or require PINs.";
        if (AllowUserNameLogin && !ErrorDetection)
            yield return "Login by user name needs error detection: without it nothing ties an answer to its request. Switch error detection on.";
        if (ExpiredText is not null && Sip2Dialect.TryPattern(ExpiredText) is null)
            yield return "The pattern for expired cards is not a usable regular expression; try a plain word such as expired.";
        if (BlockedText is not null && Sip2Dialect.TryPattern(BlockedText) is null)
            yield return "The pattern for barred patrons is not a usable regular expression; try a plain word such as barred.";
    }

    private IEnumerable<string> LimitFaults()
    {
        if (MaxConnections is < 1 or > 8)
            yield return "Allow 1 to 8 connections; 2 is enough for most libraries, and SIP2 servers have few processes.";
        if (MaxWaiting is < 0 or > 256)
            yield return "Let 0 to 256 verifications wait for a connection.";
        if (ReplyTimeout < OneSecond || ReplyTimeout > FifteenSeconds || LoginTimeout < OneSecond || LoginTimeout > FifteenSeconds)
            yield return "Set the deadlines for answers to between 1 and 15 seconds.";
        if (ConnectTimeout < OneSecond || ConnectTimeout > FifteenSeconds)
            yield return "Set the deadline for connecting to between 1 and 15 seconds.";
        if (VerificationTimeout < ReplyTimeout || VerificationTimeout > TimeSpan.FromSeconds(30))
            yield return "Set the deadline of a whole verification to no less than that of one answer and no more than 30 seconds.";
        if (IdleLife < TimeSpan.Zero || IdleLife > TimeSpan.FromMinutes(2) || MaxRequestsPerConnection < 0)
            yield return "Keep unused connections for at most two minutes, below the server's own limit; 0 opens one per login.";
        if (MaxWait < TimeSpan.Zero || MaxWait > (LoginTimeout < ReplyTimeout ? LoginTimeout : ReplyTimeout) / 2)
            yield return "Let a verification wait for a connection for at most half of the deadline for answers, which includes the waiting.";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9.-]{1,40}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{64}\z")]
    private static partial Regex PinPattern();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]\z")]
    private static partial Regex TagPattern();
}
