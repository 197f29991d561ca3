using Argus.ServiceDefaults.Auth.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Argus.ServiceDefaults.Auth.Trust;

/// <summary>Registration of what decides who may call.</summary>
public static class TrustExtensions
{
    /// <summary>Adds the services.</summary>
    public static void AddTrust(this IServiceCollection services, TrustOptions options)
    {
        services.AddSingleton(options);
        if (options.Kind != TrustKind.Tokens)
        {
            services.AddHostedService<OpenDoor>();
            return;
        }

        if (options.Tokens is not { } tokens)
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
