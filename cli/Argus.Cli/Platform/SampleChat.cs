using Argus.Cli.Hosting;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;

namespace Argus.Cli.Platform;

/// <summary>The ModelDeployment of chat that <c>up --chat</c> applies: the self-test's language model, by the names that callers of the older service use.</summary>
internal sealed class SampleChat(KubernetesClient client, TimeProvider time)
{
    private const string Name = "chat";
    private static readonly ApplyOptions Force = new() { Force = true };

    /// <summary>Applies it and waits until it serves. One that is there already is left as it is: it may be somebody's own.</summary>
    /// <param name="progress">Told of every change of its state.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Null, or a sentence that says why it does not serve.</returns>
    public async Task<string?> ServeAsync(Action<string> progress, CancellationToken cancel)
    {
        progress($"Applying the ModelDeployment {Name}");
        var there = await client.FindAsync<ModelDeployment>(Name, SampleDeployment.Namespace, cancel);
        there ??= await client.ApplyAsync<ModelDeployment>(
            Name, SampleDeployment.Namespace, await File.ReadAllBytesAsync(Path.Combine(Clone.Root, "samples", "deployments", "chat.yaml"), cancel), Force, cancel);
        return await SampleDeployment.AwaitAsync(client, there, progress, time, cancel);
    }
}
