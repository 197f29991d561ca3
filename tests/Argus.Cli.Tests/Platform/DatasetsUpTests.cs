using System.Text.RegularExpressions;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Batch;
using Argus.Kube.Client;
using Argus.Testing;
using Argus.Testing.Databases;
using Npgsql;

namespace Argus.Cli.Tests.Platform;

/// <summary><c>up</c> where a PostgreSQL is named, and where none is any more.</summary>
public sealed partial class DatasetsUpTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromMinutes(3));
    private PostgresServer? _postgres;

    public async Task InitializeAsync() => _postgres = PostgresServer.Missing is null ? await PostgresServer.StartAsync() : null;

    public async Task DisposeAsync()
    {
        await ArgusAsync("", "down");
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _timeout.Dispose();
        _folder.Dispose();
    }

    [PostgresFact]
    public async Task Up_WithADatabase_ServesDatasetsBehindTheGatewayUntilThereIsNone()
    {
        var settings = new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString);
        var start = await ArgusAsync(settings.Host!, "up", "-d", "--no-sample", "--port", "0", "--api-port", "0");
        Assert.True(start.ExitCode == 0, start.Output + start.Error);
        await ServesAsync();
        var status = await ArgusAsync("", "status");
        Assert.Equal(0, status.ExitCode);
        Assert.Contains("Datasets are served.", status.Output);

        string gateway = Address().Match(status.Output).Groups[1].Value;
        await RoutedAsync(gateway);
        Assert.Equal((0, ""), await ResultAsync("dataset", "runs", "--server", gateway));
        // Nobody can read the password in the pod.
        using (var client = Connect())
            Assert.DoesNotContain("not for all", System.Text.Json.JsonSerializer.Serialize(await client.Resource<V1Deployment>().ReadAsync("argus-datasets", "argus"), V1Deployment.JsonType), StringComparison.Ordinal);
        await RunAsScheduledAsync();
        Assert.Contains("completed", (await ResultAsync("dataset", "runs", "--server", gateway)).Item2, StringComparison.Ordinal);
        await ArgusAsync("", "down");

        Assert.Equal(0, (await ArgusAsync("", "up", "-d", "--no-sample", "--port", "0", "--api-port", "0")).ExitCode);
        Assert.Contains("Datasets are not served: DB_HOST", (await ArgusAsync("", "status")).Output);
    }

    private async Task ServesAsync()
    {
        using var client = Connect();
        await foreach (var change in client.WatchAsync<V1Deployment>("argus", cancellationToken: _timeout.Token))
        {
            if (change.Object is { Metadata.Name: "argus-datasets", Status.AvailableReplicas: > 0 })
                return;
        }
    }

    // As the CronJob does at midnight.
    private async Task RunAsScheduledAsync()
    {
        using var client = Connect();
        await foreach (var change in client.WatchAsync<V1CronJob>("argus", cancellationToken: _timeout.Token))
        {
            if (change.Object is not { Metadata.Name: "argus-datasets-daily" } daily)
                continue;
            Assert.Equal(("0 0 * * *", "Etc/UTC"), (daily.Spec!.Schedule, daily.Spec.TimeZone));
            await client.CreateAsync(new V1Job { Metadata = new() { Name = "tonight", Namespace = "argus" }, Spec = daily.Spec.JobTemplate!.Spec }, cancellationToken: _timeout.Token);
            break;
        }

        await foreach (var change in client.WatchAsync<V1Job>("argus", cancellationToken: _timeout.Token))
        {
            if (change.Object is { Metadata.Name: "tonight", Status.Succeeded: 1 })
                return;
        }
    }

    // The gateway hears of the pod by a watch of its own, of which nothing tells.
    private async Task RoutedAsync(string gateway)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        while (!(await http.GetAsync(new Uri(new Uri(gateway), "/datasets/classes"), _timeout.Token)).IsSuccessStatusCode)
            await Task.Yield();
    }

    private async Task<(int, string)> ResultAsync(params string[] arguments)
    {
        var result = await ArgusAsync("", arguments);
        return (result.ExitCode, result.Output + result.Error);
    }

    private KubernetesClient Connect() =>
        new(KubernetesClientConfiguration.BuildConfigFromConfigFile(_folder.At("state", "kubeconfig")), new KubernetesClientOptions(), TimeProvider.System);

    private Task<CommandResult> ArgusAsync(string database, params string[] arguments) => CommandRunner.ArgusAsync(
        new Dictionary<string, string>
        {
            ["ARGUS_STATE"] = _folder.At("state"),
            ["ARGUS_MODEL_PATH"] = "",
            ["ARGUS_SERVER"] = "",
            ["DB_HOST"] = database,
            ["DB_USER"] = "postgres",
            ["DB_NAME"] = "postgres",
            ["DB_PASSWORD"] = "not for all",
        },
        arguments);

    [GeneratedRegex(@"gateway answers at (\S+)")]
    private static partial Regex Address();
}
