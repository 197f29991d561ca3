using Argus.Kube.Api;
using Argus.Kube.Work;

namespace Argus.LocalCluster.Controllers.Work;

/// <summary>Brings one kind of object to what it asks for.</summary>
internal interface IController
{
    /// <summary>For logs.</summary>
    string Name { get; }

    /// <summary>Keys to look at.</summary>
    WorkQueue<ObjectKey> Queue { get; }

    /// <summary>Looks at one object and does what is to be done now.</summary>
    /// <returns>When to look again without a change; null for never.</returns>
    Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancel);
}
