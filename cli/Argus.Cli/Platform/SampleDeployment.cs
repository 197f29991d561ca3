using Argus.Cli.Hosting;
using Argus.Inference.Models;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;

namespace Argus.Cli.Platform;

/// <summary>The ModelDeployment that <c>up</c> applies.</summary>
internal sealed class SampleDeployment(KubernetesClient client, Demonstration choice, TimeProvider time)
{
    private const string Namespace = "default";
    private const string Name = "faces";
    private static readonly ApplyOptions Force = new() { Force = true };

    // A pod may compile its graphs first.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Applies it and waits until it serves.</summary>
    /// <param name="progress">Told of every change of its state.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Null, or a sentence that says why it does not serve.</returns>
    public async Task<string?> ServeAsync(Action<string> progress, CancellationToken cancel)
    {
        progress($"Applying the ModelDeployment {Name}");
        var applied = choice.Pack == PackCatalog.DefaultPack
            ? await client.ApplyAsync<ModelDeployment>(Name, Namespace, await File.ReadAllBytesAsync(Path.Combine(Clone.Root, "samples", "deployments", "cpu.yaml"), cancel), Force, cancel)
            : await client.ApplyAsync(Of(choice.Resolved.Pack), Force, cancel);
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        string state = "";
        try
        {
            await foreach (var change in client.WatchAsync<ModelDeployment>(Namespace, new WatchOptions { FieldSelector = $"metadata.name={Name}" }, either.Token))
            {
                if (change.Object is not { Status: { } status } || status.ObservedGeneration < applied.Metadata.Generation)
                    continue;
                if (Find(status, ConditionTypes.Accepted) is { Status: "False" } refused)
                    return $"The ModelDeployment {Name} was refused: {refused.Message}";
                if (Find(status, ConditionTypes.Ready) is not { } ready)
                    continue;
                if (ready.Status == "True")
                    return null;
                state = $"{ready.Reason}: {ready.Message}";
                progress($"Waiting for {Name}: {state}");
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }

        return $"The ModelDeployment {Name} was not ready within {Patience.TotalMinutes:0} minutes: {state}";
    }

    private static ModelDeployment Of(Argus.Inference.Models.ModelPack pack) => new()
    {
        Metadata = new() { Name = Name, Namespace = Namespace },
        Spec = new()
        {
            Task = TaskOf(pack),
            Model = new() { Pack = pack.Name, AcceptLicense = pack.License.MustAccept ? pack.License.Id : null },
        },
    };

    private static string TaskOf(Argus.Inference.Models.ModelPack pack)
    {
        var roles = pack.Files.Select(f => f.Role).ToHashSet();
        return roles.Contains(ModelRole.Recognizer) ? ModelTasks.FaceAnalysis : roles.Contains(ModelRole.Detector) ? ModelTasks.FaceDetection : ModelTasks.ImageEmbedding;
    }

    private static Kube.Api.Meta.V1Condition? Find(ModelDeploymentStatus status, string type) => status.Conditions?.FirstOrDefault(c => c.Type == type);
}
