using System.Diagnostics;
using Argus.Gateway.Access;
using Argus.Gateway.Auth.Keys;
using Argus.Gateway.Configuration;
using Argus.Gateway.Limits;
using Argus.Gateway.Listening;
using Argus.Gateway.Proxying;
using Argus.ServiceDefaults.Auth.Tokens;

namespace Argus.Gateway.Auth;

/// <summary>Registration of all that decides who may call, and tells of it.</summary>
internal static class TrustExtensions
{
    private const int MostFailedAddresses = 10_000;

    /// <summary>Adds the services.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Settings.</param>
    /// <param name="accessLog">Where access lines go.</param>
    public static void AddTrust(this IServiceCollection services, TrustOptions options, Stream accessLog)
    {
        services.AddCors();
        services.AddSingleton(s => new FailedAddresses(options.FailuresPerMinute, MostFailedAddresses, s.GetRequiredService<TimeProvider>()));
        if (options.AccessLog)
            services.AddHosted(s => ActivatorUtilities.CreateInstance<AccessWriter>(s, accessLog));
        if (options.Disabled)
        {
            services.AddHostedService<OpenDoor>();
            return;
        }

        if (options.ApiKeys is { } folder)
            services.AddHosted(s => ActivatorUtilities.CreateInstance<KeyStore>(s, folder, options.Defaults));
        if (options.Tokens is { } tokens)
            services.AddHosted(s => ActivatorUtilities.CreateInstance<TokenStore>(s, tokens));
        services.AddSingleton(s => new Authenticator(
            s.GetService<KeyStore>(),
            s.GetService<TokenStore>(),
            new LimitBook(options.Defaults, s.GetRequiredService<TimeProvider>()),
            s.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Tells of every request, those that are none included; first in the pipeline.</summary>
    public static void UseAccessLog(this WebApplication app)
    {
        var (writer, metrics, time) = (app.Services.GetService<AccessWriter>(), app.Services.GetRequiredService<GatewayMetrics>(), app.Services.GetRequiredService<TimeProvider>());
        app.Use(next => new AccessLog(next, writer, metrics, time).InvokeAsync);
        var broken = new BrokenRequests(writer, metrics, time).ListenTo(app.Services.GetRequiredService<DiagnosticListener>());
        app.Lifetime.ApplicationStopped.Register(broken.Dispose);
    }

    /// <summary>Refuses requests that others could read differently.</summary>
    public static void UseFraming(this WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<GatewayMetrics>();
        app.Use((http, next) => Framing.Check(http) is { } denial ? http.Features.Get<Visit>()!.DenyAsync(http, denial, metrics) : next(http));
    }

    /// <summary>Lets in who may call.</summary>
    public static void UseGate(this WebApplication app)
    {
        var authenticator = app.Services.GetService<Authenticator>();
        var failed = app.Services.GetRequiredService<FailedAddresses>();
        var (options, metrics) = (app.Services.GetRequiredService<GatewayOptions>(), app.Services.GetRequiredService<GatewayMetrics>());
        app.Use(next => new Gate(next, authenticator, failed, options, metrics).InvokeAsync);
    }

    // A service that others ask too, and that runs with the host.
    private static void AddHosted<T>(this IServiceCollection services, Func<IServiceProvider, T> make)
        where T : class, IHostedService
    {
        services.AddSingleton(make);
        services.AddHostedService(s => s.GetRequiredService<T>());
    }
}
