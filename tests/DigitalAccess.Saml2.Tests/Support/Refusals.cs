namespace DigitalAccess.Saml2.Tests.Support;

internal static class Refusals
{
    public static void AssertRefused(SamlFaultKind kind, string says, Action reading) => AssertSays(kind, says, Assert.Throws<SamlException>(reading).Fault);

    public static async Task AssertRefusedAsync(SamlFaultKind kind, string says, Func<Task> reading) =>
        AssertSays(kind, says, (await Assert.ThrowsAsync<SamlException>(reading)).Fault);

    /// <summary>Where one of two sentences may be said.</summary>
    public static async Task AssertRefusedAsync(SamlFaultKind kind, string says, Func<Task> reading, string orSays)
    {
        var fault = (await Assert.ThrowsAsync<SamlException>(reading)).Fault;
        AssertSays(kind, fault.Reason.Contains(orSays, StringComparison.Ordinal) ? orSays : says, fault);
    }

    private static void AssertSays(SamlFaultKind kind, string says, SamlFault fault)
    {
        Assert.Contains(says, fault.Reason, StringComparison.Ordinal);
        Assert.Equal(kind, fault.Kind);
    }
}
