using Argus.Kube.Api.Coordination;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.Kube.Client;

namespace Argus.LocalCluster.Node.Machine;

/// <summary>Registers the node, and shows by its Lease that it is alive; its status is written anew every few minutes only.</summary>
internal sealed partial class NodeHeart(KubernetesClient client, NodeOptions options, MachineFacts machine, TimeProvider time, ILogger logger)
{
    private const string Leases = "kube-node-lease";
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMinutes(5);

    private DateTimeOffset _registered = DateTimeOffset.MinValue;
    private V1Lease? _lease;

    /// <summary>Runs until cancelled; a server that is away is tried again with the next beat.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await BeatAsync(cancel);
            }
            catch (Exception error) when (error is KubernetesException or HttpRequestException or IOException or TimeoutException)
            {
                LogMissed(options.NodeName, error.Message);
                (_lease, _registered) = (null, DateTimeOffset.MinValue);
            }

            await Task.Delay(options.HeartbeatInterval, time, cancel);
        }
    }

    private async Task BeatAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (now - _registered >= StatusInterval)
        {
            await RegisterAsync(now, cancel);
            _registered = now;
        }

        await RenewAsync(now, cancel);
    }

    private async Task RegisterAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var present = await client.FindAsync<V1Node>(options.NodeName, null, cancel);
        var wanted = NodeObject.Of(options, machine, present, now);
        if (present is null)
            present = await client.CreateAsync(wanted, null, cancel);
        else if (!wanted.Metadata.Labels!.All(label => present.Metadata.Labels?.GetValueOrDefault(label.Key) == label.Value))
            present = await client.ReplaceAsync(wanted, null, cancel);
        await client.ReplaceStatusAsync(wanted with { Metadata = present.Metadata }, null, cancel);
    }

    private async Task RenewAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (_lease is null)
        {
            await EnsureNamespaceAsync(cancel);
            _lease = await client.FindAsync<V1Lease>(options.NodeName, Leases, cancel)
                ?? await client.CreateAsync(new V1Lease { Metadata = new V1ObjectMeta { Name = options.NodeName, Namespace = Leases } }, null, cancel);
        }

        var spec = new V1LeaseSpec
        {
            HolderIdentity = options.NodeName,
            LeaseDurationSeconds = (int)(options.HeartbeatInterval.TotalSeconds * 4),
            RenewTime = now,
        };
        _lease = await client.ReplaceAsync(_lease with { Spec = spec }, null, cancel);
    }

    private async Task EnsureNamespaceAsync(CancellationToken cancel)
    {
        if (await client.FindAsync<V1Namespace>(Leases, null, cancel) is not null)
            return;
        try
        {
            await client.CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = Leases } }, null, cancel);
        }
        catch (KubernetesException error) when (error.IsAlreadyExists)
        {
            // The server made it meanwhile.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} could not reach the API server: {Problem}")]
    private partial void LogMissed(string node, string problem);
}
