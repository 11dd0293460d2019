namespace DigitalAccess.Web.Staff;

/// <summary>Who may come in where; every staff page names one of these.</summary>
internal static class StaffPolicies
{
    public const string Scheme = "Staff";

    /// <summary>Any active staff member who has given password and one-time code.</summary>
    public const string Staff = "staff";

    public const string Operator = "operator";
}
