using Argus.Jobs.Configuration;
using Argus.ServiceDefaults.Auth.Tokens;

namespace Argus.Jobs.Auth;

/// <summary>Registration of what decides who may call.</summary>
internal static class TrustExtensions
{
    /// <summary>Adds the services.</summary>
    public static void AddTrust(this IServiceCollection services, JobsOptions options)
    {
        services.AddSingleton(options.Trust);
        if (options.Trust.Kind != TrustKind.Tokens)
        {
            services.AddHostedService<OpenDoor>();
            return;
        }

        if (options.Trust.Tokens is not { } tokens)
            return;
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<TokenStore>(s, tokens));
        services.AddHostedService(s => s.GetRequiredService<TokenStore>());
    }

    /// <summary>Lets in who may call; before the paths.</summary>
    public static void UseTrust(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TrustOptions>().Kind != TrustKind.Tokens)
            return;
        var gate = new TokenGate(app.Services.GetService<TokenStore>(), app.Services.GetRequiredService<TimeProvider>());
        app.Use(gate.InvokeAsync);
    }
}
