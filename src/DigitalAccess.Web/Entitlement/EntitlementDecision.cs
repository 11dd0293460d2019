namespace DigitalAccess.Web.Entitlement;

/// <summary>Granted under a named licence, or refused for a named reason.</summary>
internal abstract record EntitlementDecision
{
    private EntitlementDecision() { }

    public sealed record Granted(Guid LicenceId) : EntitlementDecision;
    public sealed record Refused(RefusalReason Reason) : EntitlementDecision;
}
