using Argus.Cli.Hosting;
using Argus.Inference.Models;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;

namespace Argus.Cli.Platform;

/// <summary>The ModelDeployment that <c>up</c> applies, and what stands beside it.</summary>
internal sealed class SampleDeployment(KubernetesClient client, Demonstration choice, TimeProvider time)
{
    /// <summary>Where samples are.</summary>
    public const string Namespace = "default";

    private const string Name = "faces";
    private static readonly ApplyOptions Force = new() { Force = true };

    // A pod may compile its graphs first.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Applies it, and those that the environment asks for beside it, and waits until they serve.</summary>
    /// <param name="progress">Told of every change of their state.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Null, or a sentence that says why one does not serve.</returns>
    public async Task<string?> ServeAsync(Action<string> progress, CancellationToken cancel)
    {
        progress($"Applying the ModelDeployment {Name}");
        var faces = choice.Pack == PackCatalog.DefaultPack
            ? await client.ApplyAsync<ModelDeployment>(Name, Namespace, await File.ReadAllBytesAsync(Path.Combine(Clone.Root, "samples", "deployments", "cpu.yaml"), cancel), Force, cancel)
            : await client.ApplyAsync(Of(choice.Resolved.Pack), Force, cancel);
        List<ModelDeployment> applied = [faces];
        foreach (var beside in PassedOn.Deployments(Environment.GetEnvironmentVariable, faces, choice.Resolved.Pack))
            applied.Add(await client.ApplyAsync(beside, Force, cancel));
        foreach (var one in applied)
        {
            if (await AwaitAsync(client, one, progress, time, cancel) is { } trouble)
                return trouble;
        }

        return null;
    }

    /// <summary>Waits until a ModelDeployment serves.</summary>
    /// <param name="client">Of the cluster.</param>
    /// <param name="applied">It, as it was applied.</param>
    /// <param name="progress">Told of every change of its state.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Null, or a sentence that says why it does not serve.</returns>
    public static async Task<string?> AwaitAsync(KubernetesClient client, ModelDeployment applied, Action<string> progress, TimeProvider time, CancellationToken cancel)
    {
        string name = applied.Metadata.Name!;
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        string state = "";
        try
        {
            await foreach (var change in client.WatchAsync<ModelDeployment>(Namespace, new WatchOptions { FieldSelector = $"metadata.name={name}" }, either.Token))
            {
                if (change.Object is not { Status: { } status } || status.ObservedGeneration < applied.Metadata.Generation)
                    continue;
                if (Find(status, ConditionTypes.Accepted) is { Status: "False" } refused)
                    return $"The ModelDeployment {name} was refused: {refused.Message}";
                if (Find(status, ConditionTypes.Ready) is not { } ready)
                    continue;
                if (ready.Status == "True")
                    return null;
                state = $"{ready.Reason}: {ready.Message}";
                progress($"Waiting for {name}: {state}");
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }

        return $"The ModelDeployment {name} was not ready within {Patience.TotalMinutes:0} minutes: {state}";
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
