namespace DigitalAccess.Web.Privacy;

/// <summary>
/// The firewall against national identity numbers: whatever leaves for somebody else is held against each rule of this list.
/// A further country's numbers are a further entry.
/// </summary>
internal static class IdentityNumbers
{
    private static readonly (string Name, Func<string, bool> IsIn)[] Rules = [("se-personnummer", PersonnummerRules.IsIn)];

    /// <returns>Which kind of number the text holds, or null. The number itself is never passed on.</returns>
    public static string? Found(string text) => Array.Find(Rules, rule => rule.IsIn(text)).Name;
}
