using Argus.Kube.Api.Discovery;

namespace Argus.LocalCluster.Controllers.Endpoints;

/// <summary>What to do for the slices of a Service.</summary>
internal sealed record EndpointSlicePlan(IReadOnlyList<V1EndpointSlice> Create, IReadOnlyList<V1EndpointSlice> Update, IReadOnlyList<V1EndpointSlice> Delete)
{
    public static EndpointSlicePlan Nothing { get; } = new([], [], []);

    public bool IsEmpty => Create.Count == 0 && Update.Count == 0 && Delete.Count == 0;
}
