using DigitalAccess.Web.Saml.Certificates;

namespace DigitalAccess.Web.Worker;

/// <summary>Each day, before people come to work. Takes no arguments and may run twice: what has been said is written down.</summary>
internal sealed class CertificateAlarmJob(CertificateAlarms alarms)
{
    public const string Id = "certificate-alarm";

    public Task RunAsync(CancellationToken ct) => alarms.RunAsync(ct);
}
