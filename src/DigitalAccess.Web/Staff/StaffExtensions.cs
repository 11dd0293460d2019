namespace DigitalAccess.Web.Staff;

internal static class StaffExtensions
{
    public static IServiceCollection AddStaff(this IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(StaffPolicies.Scheme, cookie =>
        {
            cookie.Cookie.Name = "__Host-da_staff";
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            cookie.LoginPath = "/staff/login";
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(StaffPolicies.Staff, policy => policy.AddAuthenticationSchemes(StaffPolicies.Scheme).RequireAuthenticatedUser())
            .AddPolicy(StaffPolicies.Operator, policy => policy.AddAuthenticationSchemes(StaffPolicies.Scheme).RequireClaim("role", nameof(StaffRole.Operator)));
        return services;
    }

    public static void MapStaff(this WebApplication app) { }
}
