using DigitalAccess.Saml2;

namespace DigitalAccess.Web.Saml;

internal static partial class Log
{
    [LoggerMessage(2401, LogLevel.Warning, "A SAML message of {Sender} to library {Library} was refused ({Kind}): {Reason}")]
    internal static partial void MessageRefused(this ILogger logger, SamlFaultKind kind, string sender, string library, string reason);

    [LoggerMessage(2402, LogLevel.Information, "A request of service provider {ServiceProvider} at library {Library} was answered with {Status}")]
    internal static partial void RequestUnmet(this ILogger logger, string serviceProvider, string library, string status);

    [LoggerMessage(2403, LogLevel.Error, "The SAML certificates could not be read: {Reason}")]
    internal static partial void CertificatesNotRead(this ILogger logger, string reason);

    [LoggerMessage(2404, LogLevel.Error, "The private key of the SAML certificate {Thumbprint} could not be read: {Reason}")]
    internal static partial void KeyNotRead(this ILogger logger, string thumbprint, string reason);

    [LoggerMessage(2405, LogLevel.Error, "Service provider {ServiceProvider} is still sent what the SAML certificate {Thumbprint} of {Owner} signs, which ends in {Days} days: {Standing}")]
    internal static partial void CertificateEnds(this ILogger logger, string serviceProvider, string thumbprint, string owner, int days, string standing);

    [LoggerMessage(2409, LogLevel.Warning, "That metadata of library {Library} was fetched could not be written down: {Reason}")]
    internal static partial void SightingNotKept(this ILogger logger, string library, string reason);
}
