using System.Collections.Immutable;
using System.Globalization;
using Argus.Operator.Planning;
using Argus.ServiceDefaults.Configuration;

namespace Argus.Operator.Reconciling;

/// <summary>From environment names to <see cref="OperatorOptions"/>.</summary>
internal static class OperatorOptionsReader
{
    private static readonly OperatorOptions Defaults = new();

    /// <summary>Reads all settings.</summary>
    /// <param name="read">Reads one variable.</param>
    /// <param name="options">The settings; of use only where there is no error.</param>
    /// <returns>A sentence for every bad value.</returns>
    public static ImmutableArray<string> Read(Func<string, string?> read, out OperatorOptions options)
    {
        var env = new EnvironmentReader(read);
        string certificates = env.Text("ARGUS_WEBHOOK_CERTIFICATES", "");
        if (certificates.Length > 0 && !File.Exists(Path.Combine(certificates, "tls.crt")))
            env.Fail($"ARGUS_WEBHOOK_CERTIFICATES must be a folder with tls.crt and tls.key; {certificates} has none.");
        options = new OperatorOptions
        {
            Plan = Plan(env),
            Host = env.Address("HOST", Defaults.Host),
            Port = env.Port("PORT", Defaults.Port),
            WebhookPort = env.Port("ARGUS_WEBHOOK_PORT", Defaults.WebhookPort),
            WebhookCertificates = certificates.Length > 0 ? certificates : null,
            Workers = (int)env.Number("ARGUS_WORKERS", Defaults.Workers, 1, 256),
            HealthInterval = TimeSpan.FromSeconds(env.Number("ARGUS_HEALTH_SECONDS", (long)Defaults.HealthInterval.TotalSeconds, 1, 3600)),
            Identity = env.Text("POD_NAME", Defaults.Identity),
            PodUid = env.Text("POD_UID", Defaults.PodUid),
            LeaderElection = env.Choice("ARGUS_LEADER_ELECTION", Defaults.LeaderElection, ("true", true), ("false", false)),
            LogLevel = env.Level(Defaults.LogLevel),
        };
        return env.Errors;
    }

    private static PlanOptions Plan(EnvironmentReader env)
    {
        var defaults = Defaults.Plan;
        var cache = env.Choice("ARGUS_CACHE", defaults.Cache, ("hostpath", CacheKind.HostPath), ("claim", CacheKind.Claim), ("empty", CacheKind.Empty));
        string source = env.Text("ARGUS_CACHE_SOURCE", cache == CacheKind.HostPath ? defaults.CacheSource : "");
        if (cache == CacheKind.Claim && source.Length == 0)
            env.Fail("ARGUS_CACHE_SOURCE must name the PersistentVolumeClaim where ARGUS_CACHE is claim.");
        return new PlanOptions
        {
            CpuImage = env.Text("ARGUS_IMAGE_CPU", defaults.CpuImage),
            NvidiaImage = env.Text("ARGUS_IMAGE_NVIDIA", defaults.NvidiaImage),
            AmdImage = env.Text("ARGUS_IMAGE_AMD", defaults.AmdImage),
            DatasetsImage = env.Text("ARGUS_IMAGE_DATASETS", defaults.DatasetsImage),
            AmdGroups = Groups(env, defaults.AmdGroups),
            Cache = cache,
            CacheSource = source,
            ModelPath = env.Text("ARGUS_POD_MODEL_PATH", defaults.ModelPath),
            UserId = env.Number("ARGUS_POD_USER", defaults.UserId, 1, int.MaxValue),
            Autoscaler = env.Choice(
                "ARGUS_AUTOSCALER",
                defaults.Autoscaler,
                ("auto", AutoscalerKind.Auto),
                ("hpa", AutoscalerKind.Hpa),
                ("keda", AutoscalerKind.Keda),
                ("none", AutoscalerKind.None)),
            Prometheus = env.Text("ARGUS_PROMETHEUS", defaults.Prometheus),
            Namespace = env.Text("ARGUS_NAMESPACE", defaults.Namespace),
            MonitoringNamespace = env.Text("ARGUS_MONITORING_NAMESPACE", defaults.MonitoringNamespace),
        };
    }

    private static ImmutableArray<long> Groups(EnvironmentReader env, ImmutableArray<long> fallback)
    {
        var groups = env.List("ARGUS_AMD_GROUPS", ',');
        var numbers = ImmutableArray.CreateBuilder<long>();
        foreach (string group in groups)
        {
            if (long.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                numbers.Add(number);
            else
                env.Fail($"ARGUS_AMD_GROUPS must hold numbers of groups, separated by commas, not '{group}'.");
        }

        return numbers.Count == 0 ? fallback : numbers.ToImmutable();
    }
}
