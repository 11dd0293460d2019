namespace DigitalAccess.Web.Staff;

/// <summary>Who may come in where; every staff page names one of these, and <see cref="VisibleLibraries"/> says to which libraries.</summary>
internal static class StaffPolicies
{
    public const string Scheme = "Staff";
    public const string LoginPath = "/staff/login";

    /// <summary>Any active staff member who has given password and one-time code.</summary>
    public const string Staff = "staff";

    public const string Operator = "operator";
}
