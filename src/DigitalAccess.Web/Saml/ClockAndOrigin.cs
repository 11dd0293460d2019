using DigitalAccess.Web.Hosting;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Saml;

/// <summary>The moment and our own name.</summary>
internal sealed class ClockAndOrigin(TimeProvider clock, IOptions<BrokerOptions> broker)
{
    public DateTimeOffset Now => clock.GetUtcNow();
    public string Origin => broker.Value.Origin;
}
