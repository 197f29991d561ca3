using System.Collections.Immutable;
using System.Globalization;
using System.Net;
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
        string host = env.Text("HOST", Defaults.Host);
        if (!IPAddress.TryParse(host, out _))
            env.Fail($"HOST must be an IP address, not '{host}'.");
        string adminHost = env.Text("ARGUS_ADMIN_HOST", host);
        if (!IPAddress.TryParse(adminHost, out _))
            env.Fail($"ARGUS_ADMIN_HOST must be an IP address, not '{adminHost}'.");
        long maxBody = env.Number("ARGUS_MAX_BODY_BYTES", Defaults.MaxBodyBytes, 1024, 2_000_000_000);
        options = new GatewayOptions
        {
            Host = host,
            Port = (int)env.Number("PORT", Defaults.Port, 0, 65535),
            AdminHost = adminHost,
            AdminPort = (int)env.Number("ARGUS_ADMIN_PORT", Defaults.AdminPort, 0, 65535),
            TlsPort = (int)env.Number("ARGUS_TLS_PORT", Defaults.TlsPort, 0, 65535),
            TlsCertificates = Folder(env, "ARGUS_TLS_CERTIFICATES"),
            Http2Port = env.Text("ARGUS_HTTP2_PORT", "").Length == 0 ? null : (int)env.Number("ARGUS_HTTP2_PORT", 0, 0, 65535),
            SeedPorts = Ports(env),
            Namespaces = env.List("ARGUS_NAMESPACES", ','),
            Timeout = Milliseconds(env, "ML_SERVICE_TIMEOUT", Defaults.Timeout, 1),
            MaxTimeout = Milliseconds(env, "ARGUS_MAX_TIMEOUT_MS", Defaults.MaxTimeout, 1),
            IdleTimeout = Milliseconds(env, "ARGUS_IDLE_TIMEOUT_MS", Defaults.IdleTimeout, 1),
            MaxBodyBytes = maxBody,
            ReplayBytes = env.Number("ARGUS_REPLAY_BYTES", Defaults.ReplayBytes, 0, 1 << 30),
            ReplayMemory = env.Number("ARGUS_REPLAY_MEMORY", Defaults.ReplayMemory, 0, 1L << 40),
            MaxHeld = (int)env.Number("ARGUS_MAX_HELD", Defaults.MaxHeld, 0, 1_000_000),
            ProbeInterval = TimeSpan.FromSeconds(env.Number("ARGUS_PROBE_SECONDS", (long)Defaults.ProbeInterval.TotalSeconds, 1, 3600)),
            DrainDelay = Milliseconds(env, "ARGUS_DRAIN_DELAY_MS", Defaults.DrainDelay, 0),
            ShutdownTimeout = Milliseconds(env, "ARGUS_SHUTDOWN_TIMEOUT_MS", Defaults.ShutdownTimeout, 0),
            LogLevel = env.Choice(
                "LOG_LEVEL",
                Defaults.LogLevel,
                ("DEBUG", LogLevel.Debug),
                ("INFO", LogLevel.Information),
                ("WARNING", LogLevel.Warning),
                ("ERROR", LogLevel.Error)),
        };
        return env.Errors;
    }

    private static TimeSpan Milliseconds(EnvironmentReader env, string name, TimeSpan fallback, long min) =>
        TimeSpan.FromMilliseconds(env.Number(name, (long)fallback.TotalMilliseconds, min, 86_400_000));

    private static string? Folder(EnvironmentReader env, string name)
    {
        string folder = env.Text(name, "");
        if (folder.Length == 0)
            return null;
        if (!File.Exists(Path.Combine(folder, "tls.crt")) || !File.Exists(Path.Combine(folder, "tls.key")))
            env.Fail($"{name} must be a folder with tls.crt and tls.key; {folder} is not.");
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

        return ports.ToImmutable();
    }
}
