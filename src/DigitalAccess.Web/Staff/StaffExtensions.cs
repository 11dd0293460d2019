using DigitalAccess.Web.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace DigitalAccess.Web.Staff;

internal static class StaffExtensions
{
    public static IServiceCollection AddStaff(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddIdentityCore<StaffMember>(identity =>
        {
            // Length is what counts; rules of composition make passwords worse (ASVS 5.0, 6.2.1 and 6.2.5).
            identity.Password = new PasswordOptions
            {
                RequiredLength = 12, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 5,
            };
            identity.User.RequireUniqueEmail = true;
        }).AddEntityFrameworkStores<DigitalAccessDb>();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = StaffPasswords.Iterations);

        services.AddSingleton<StaffPasswords.Decoy>().AddSingleton<StaffSteps>().AddSingleton<StaffSecrets>();
        services.AddScoped<StaffPasswords>().AddScoped<StaffLockout>().AddScoped<StaffSessions>().AddScoped<AuditTrail>();
        services.AddScoped<StaffAttempts>().AddScoped<StaffSignIn>().AddScoped<StaffCodes>().AddScoped<StaffAccounts>();
        services.AddScoped<CardHelp>().AddScoped<ReceiptLookup>();

        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, StaffAuthentication>(StaffPolicies.Scheme, configureOptions: null);
        services.AddAuthorizationBuilder()
            .AddPolicy(StaffPolicies.Staff, policy => policy.AddAuthenticationSchemes(StaffPolicies.Scheme).RequireAuthenticatedUser())
            .AddPolicy(StaffPolicies.Operator, policy => policy.AddAuthenticationSchemes(StaffPolicies.Scheme).RequireClaim("role", nameof(StaffRole.Operator)));
        return services;
    }

    public static void MapStaff(this WebApplication app) =>
        app.MapGet("/staff/usage/{library}.csv", UsageExport.GetAsync).RequireAuthorization(StaffPolicies.Staff);
}
