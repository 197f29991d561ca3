using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Operator.Planning;
using Argus.Operator.Reconciling;
using Argus.Operator.Tests.Testing;
using Argus.Testing;
using Argus.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Operator.Tests.Reconciling;

public sealed class ReconcilerTests
{
    private static readonly ObjectKey Key = new("ns", "faces");

    [Fact]
    public async Task Reconcile_TheMirrorShowedTheStatusBeforeTheAnswerCame_NothingOfItIsKept()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put("/apis/argus.dev/v1alpha1/modelpacks/one", (JsonObject)JsonSerializer.SerializeToNode(Generated.Packs[0], ArgusJson.Default.ModelPack)!);
        server.Put("/apis/argus.dev/v1alpha1/namespaces/ns/modeldeployments/faces", (JsonObject)JsonNode.Parse("""
            {"apiVersion":"argus.dev/v1alpha1","kind":"ModelDeployment","metadata":{"name":"faces","namespace":"ns"},"spec":{"task":"face-embedding","model":{"pack":"one"}}}
            """)!);
        using var client = new KubernetesClient(new() { Host = server.Address }, new(), TimeProvider.System);
        var (shown, clock) = (new Signal(), new FakeTimeProvider());
        var written = new RecentWrites(clock);
        using var health = new HealthObserver(new HttpClient(), _ => { }, TimeSpan.FromHours(1), clock, NullLogger.Instance);
        var mirrors = new Mirrors(client, written, _ => shown.Set(), _ => { }, clock, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var mirroring = mirrors.RunAsync(stop.Token);
        await mirrors.WaitForSyncAsync(default);
        var writer = new LateAnswers(new ClusterWriter(client), mirrors, shown);
        var reconciler = new Reconciler(
            mirrors, health, writer, written, new ForeignObjects(client, clock), client, (_, _) => { }, _ => { }, new PlanOptions(), clock, NullLogger<Reconciler>.Instance);

        await reconciler.ReconcileAsync(Key, default);
        Assert.Equal(1, writer.Reports);
        Assert.NotNull(written.Of(Key).Resource);

        // The next look says nothing new, and takes what it kept for what the mirror shows.
        await reconciler.ReconcileAsync(Key, default);
        Assert.Equal(1, writer.Reports);
        Assert.Null(written.Of(Key).Resource);

        await stop.CancelAsync();
        await mirroring;
    }

    /// <summary>Answers to statuses that come later than the watch tells of them.</summary>
    private sealed class LateAnswers(ClusterWriter writer, Mirrors mirrors, Signal shown) : IClusterWriter
    {
        public int Reports { get; private set; }

        public Task<WriteResult> ApplyAsync(string ns, PlannedApply apply, CancellationToken cancellationToken) => writer.ApplyAsync(ns, apply, cancellationToken);

        public Task<WriteResult> DeleteAsync(string ns, PlannedDelete delete, CancellationToken cancellationToken) => writer.DeleteAsync(ns, delete, cancellationToken);

        public async Task<ModelDeployment?> ReportAsync(ModelDeployment resource, ModelDeploymentStatus status, CancellationToken cancellationToken)
        {
            Reports++;
            var reported = await writer.ReportAsync(resource, status, cancellationToken);
            await shown.UntilAsync(
                () => mirrors.Find(Key)?.Metadata.ResourceVersion == reported!.Metadata.ResourceVersion,
                TimeSpan.FromSeconds(30),
                () => "The mirror does not show the status.");
            return reported;
        }
    }
}
