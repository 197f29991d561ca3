using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Client;

namespace Argus.Operator.Tests.Faults;

/// <summary>Waits for what happens in a cluster.</summary>
internal static class ClusterWatch
{
    /// <summary>Waits until an object came, changed or went as it is wanted, and answers it.</summary>
    /// <param name="cluster">Which cluster.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="version">Of the list to go on from; null begins with what is there.</param>
    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same, for a person.</param>
    public static async Task<T> UntilAsync<T>(FaultCluster cluster, string ns, string? version, Func<WatchEvent<T>, bool> condition, string what)
        where T : class, IKubernetesObject<T>
    {
        using var limit = new CancellationTokenSource(FaultCluster.Patience);
        T? last = null;
        try
        {
            await foreach (var change in cluster.Client.WatchAsync<T>(ns, new WatchOptions { ResourceVersion = version }, limit.Token))
            {
                last = change.Object ?? last;
                if (condition(change))
                    return change.Object!;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
        }

        throw new TimeoutException($"Waited in vain until {what}; the last was {(last is null ? "nothing" : JsonSerializer.Serialize(last, T.JsonType))}");
    }
}
