using System.Collections.Immutable;
using System.Globalization;
using Argus.Gateway.Auth;
using Argus.ServiceDefaults.Certificates;
using Argus.ServiceDefaults.Configuration;

namespace Argus.Gateway.Configuration;

/// <summary>From environment names to <see cref="GatewayOptions"/>.</summary>
internal static class GatewayOptionsReader
{
    private static readonly GatewayOptions Defaults = new();

    /// <summary>Reads all settings.</summary>
    /// <param name="read">Reads one variable.</param>
    /// <param name="options">The settings; of use only where there is no error.</param>
    /// <returns>A sentence for every bad value.</returns>
    public static ImmutableArray<string> Read(Func<string, string?> read, out GatewayOptions options)
    {
        var env = new EnvironmentReader(read);
        string host = env.Address("HOST", Defaults.Host);
        options = new GatewayOptions
        {
            Host = host,
            Port = env.Port("PORT", Defaults.Port),
            AdminHost = env.Address("ARGUS_ADMIN_HOST", host),
            AdminPort = env.Port("ARGUS_ADMIN_PORT", Defaults.AdminPort),
            TlsPort = env.Port("ARGUS_TLS_PORT", Defaults.TlsPort),
            TlsCertificates = Folder(env, "ARGUS_TLS_CERTIFICATES"),
            Http2Port = env.Text("ARGUS_HTTP2_PORT", "").Length == 0 ? null : env.Port("ARGUS_HTTP2_PORT", 0),
            SeedPorts = Ports(env),
            Namespaces = env.List("ARGUS_NAMESPACES", ','),
            Namespace = env.Text("ARGUS_NAMESPACE", "") is { Length: > 0 } own ? own : null,
            Timeout = env.Milliseconds("ML_SERVICE_TIMEOUT", Defaults.Timeout, 1),
            MaxTimeout = env.Milliseconds("ARGUS_MAX_TIMEOUT_MS", Defaults.MaxTimeout, 1),
            IdleTimeout = env.Milliseconds("ARGUS_IDLE_TIMEOUT_MS", Defaults.IdleTimeout, 1),
            Trust = TrustOptionsReader.Read(env),
            HeaderTimeout = env.Milliseconds("ARGUS_HEADER_TIMEOUT_MS", Defaults.HeaderTimeout, 1),
            MaxBodyBytes = env.Number("ARGUS_MAX_BODY_BYTES", Defaults.MaxBodyBytes, 1024, 2_000_000_000),
            MaxUploadBytes = env.Number("ARGUS_MAX_UPLOAD_BYTES", Defaults.MaxUploadBytes, 1024, 1L << 40),
            ReplayBytes = env.Number("ARGUS_REPLAY_BYTES", Defaults.ReplayBytes, 0, 1 << 30),
            ReplayMemory = env.Number("ARGUS_REPLAY_MEMORY", Defaults.ReplayMemory, 0, 1L << 40),
            MaxHeld = (int)env.Number("ARGUS_MAX_HELD", Defaults.MaxHeld, 0, 1_000_000),
            ProbeInterval = TimeSpan.FromSeconds(env.Number("ARGUS_PROBE_SECONDS", (long)Defaults.ProbeInterval.TotalSeconds, 1, 3600)),
            DrainDelay = env.Milliseconds("ARGUS_DRAIN_DELAY_MS", Defaults.DrainDelay, 0),
            ShutdownTimeout = env.Milliseconds("ARGUS_SHUTDOWN_TIMEOUT_MS", Defaults.ShutdownTimeout, 0),
            LogLevel = env.Level(Defaults.LogLevel),
        };
        return env.Errors;
    }

    private static string? Folder(EnvironmentReader env, string name)
    {
        string folder = env.Text(name, "");
        if (folder.Length == 0)
            return null;
        if (!File.Exists(Path.Combine(folder, "tls.crt")) || !File.Exists(Path.Combine(folder, "tls.key")))
            env.Fail($"{name} must be a folder with tls.crt and tls.key; {folder} is not.");
        else if (MountedCertificate.TroubleOf(folder) is { } trouble)
            env.Fail($"{name}: the certificate in {folder} cannot be used: {trouble}");
        return folder;
    }

    private static ImmutableArray<int> Ports(EnvironmentReader env)
    {
        var ports = ImmutableArray.CreateBuilder<int>();
        foreach (string text in env.List("ARGUS_SEED_PORTS", ','))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && Listening.DocumentedPorts.All.ContainsKey(port))
                ports.Add(port);
            else
                env.Fail($"ARGUS_SEED_PORTS may hold {string.Join(", ", Listening.DocumentedPorts.All.Keys.Order())}, not '{text}'.");
        }

        return [.. ports.Distinct()];
    }
}
