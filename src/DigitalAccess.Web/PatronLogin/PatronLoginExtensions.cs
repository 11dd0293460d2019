using DigitalAccess.Web.Libraries;

namespace DigitalAccess.Web.PatronLogin;

internal static class PatronLoginExtensions
{
    public static IServiceCollection AddPatronLogin(this IServiceCollection services)
    {
        services.AddOptions<PatronSessionOptions>().BindConfiguration(PatronSessionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PacingOptions>().BindConfiguration(PacingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LoginMetrics>().AddSingleton<LoginOutcomes>().AddSingleton<KnownDevices>().AddSingleton<PatronVerifiers>();
        services.AddScoped<LoginThrottle>().AddScoped<SprayDetector>().AddScoped<LoginChallenges>().AddScoped<LoginGate>();
        services.AddScoped<PatronAccounts>().AddScoped<SessionEnds>().AddScoped<PatronSessions>().AddScoped<SignInTransactions>().AddScoped<PatronSignIn>();
        services.AddSingleton<AnswerPacing>();
        return services;
    }
}
