using DigitalAccess.Saml2;

namespace DigitalAccess.Web.Saml;

internal static partial class Log
{
    [LoggerMessage(2401, LogLevel.Warning, "A SAML message was refused ({Kind}): {Reason}")]
    internal static partial void MessageRefused(this ILogger logger, SamlFaultKind kind, string reason);

    [LoggerMessage(2402, LogLevel.Information, "A request of service provider {ServiceProvider} at library {Library} was answered with {Status}")]
    internal static partial void RequestUnmet(this ILogger logger, string serviceProvider, string library, string status);

    [LoggerMessage(2403, LogLevel.Error, "The SAML certificates could not be read: {Reason}")]
    internal static partial void CertificatesNotRead(this ILogger logger, string reason);
}
