using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;

namespace Argus.Cli.Platform;

/// <summary>The dataset service in the local cluster, where a PostgreSQL is named: it takes its settings from the environment of <c>up</c>.</summary>
/// <param name="read">Reads one variable.</param>
internal sealed class DatasetsManifest(Func<string, string?> read)
{
    private const int Port = 8003;
    private const string DatabaseHost = "DB_HOST";

    private static readonly string[] Plain =
        [DatabaseHost, "DB_PORT", "DB_USER", "DB_NAME", "ARGUS_DATASETS_SCHEMA", "MINIO_ENDPOINT", "MINIO_REGION", "STYLE_PHOTO_BUCKET", "ML_ARTIFACTS_BUCKET", "ARGUS_MAX_BYTES", "ARGUS_WORKERS", "ML_SERVICE_TIMEOUT", "LOG_LEVEL"];

    private static readonly string[] Files = ["DB_PASSWORD_FILE", "MINIO_ROOT_USER_FILE", "MINIO_ROOT_PASSWORD_FILE", "ARGUS_CLASSES_FILE"];
    private static readonly string[] Secrets = ["DB_PASSWORD", "MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"];

    /// <summary>Whether there is a database for it.</summary>
    public bool IsWanted => Find(DatabaseHost) is not null;

    /// <summary>What nobody should read in its pod.</summary>
    public V1Secret Secret => new()
    {
        Metadata = new() { Name = ControlPlane.Datasets, Namespace = ControlPlane.Namespace, Labels = ControlPlane.LabelsOf(ControlPlane.Datasets) },
        StringData = Secrets.Where(name => Find(name) is not null).ToDictionary(name => name, name => Find(name)!),
    };

    /// <summary>Its Service: the gateway finds it by its label.</summary>
    public static V1Service Service { get; } = new()
    {
        Metadata = new() { Name = ControlPlane.Datasets, Namespace = ControlPlane.Namespace, Labels = new Dictionary<string, string> { [ControlPlane.NameLabel] = ControlPlane.Datasets, ["argus.dev/serves"] = "datasets" } },
        Spec = new() { Selector = ControlPlane.LabelsOf(ControlPlane.Datasets), Ports = [new() { Name = "http", Port = 80, TargetPort = "http" }] },
    };

    /// <summary>Its pod.</summary>
    public V1Deployment Deployment(InstallSettings settings) => ControlPlane.Deployment(
        ControlPlane.Datasets,
        new V1Container
        {
            Name = "datasets",
            Image = "argus/datasets:local",
            Env =
            [
                ControlPlane.Field("HOST", "status.podIP"),
                new() { Name = "PORT", Value = Port.ToString(CultureInfo.InvariantCulture) },
                new() { Name = "ARGUS_DATA", Value = Path.Combine(Clone.State, "datasets") },
                new() { Name = "ARGUS_INFERENCE_URL", Value = GatewayOf(settings) },
                // The gateway lets in whom it lets in.
                new() { Name = "ARGUS_AUTH", Value = "gateway" },
                .. Plain.Where(name => Find(name) is not null).Select(name => new V1EnvVar { Name = name, Value = Find(name) }),
                // The pod works in a folder of its own.
                .. Files.Where(name => Find(name) is not null).Select(name => new V1EnvVar { Name = name, Value = Path.GetFullPath(Find(name)!) }),
                .. Secrets.Where(name => Find(name) is not null).Select(name => new V1EnvVar { Name = name, ValueFrom = new() { SecretKeyRef = new() { Name = ControlPlane.Datasets, Key = name } } }),
            ],
            Ports = [new() { Name = "http", ContainerPort = Port }],
            ReadinessProbe = new() { HttpGet = new() { Path = "/health/ready", Port = "http" }, PeriodSeconds = 1 },
        },
        // Its files belong to one process at a time.
        new V1DeploymentStrategy { Type = "Recreate" });

    /// <summary>When its runs begin, as documented: the pods ask the service, by the gateway.</summary>
    public static DatasetSchedule Schedule(InstallSettings settings) => new()
    {
        Metadata = new() { Name = ControlPlane.Datasets, Namespace = ControlPlane.Namespace },
        Spec = new() { Pod = new() { Env = [new() { Name = "ARGUS_DATASETS_URL", Value = GatewayOf(settings) }] } },
    };

    private static string GatewayOf(InstallSettings settings) => $"http://127.0.0.1:{settings.GatewayPort.ToString(CultureInfo.InvariantCulture)}";

    private string? Find(string name) => read(name) is { Length: > 0 } value ? value : null;
}
