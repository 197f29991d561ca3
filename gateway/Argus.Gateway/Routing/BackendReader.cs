using System.Collections.Immutable;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Discovery;

namespace Argus.Gateway.Routing;

/// <summary>From resources to a <see cref="Backend"/>.</summary>
internal static class BackendReader
{
    /// <summary>Label of all that belongs to one ModelDeployment; slices have it from their Service.</summary>
    public const string DeploymentLabel = "argus.dev/deployment";

    /// <summary>Label of the platform's own services, such as that of jobs; its value is one of <see cref="ServicePaths"/>.</summary>
    public const string ServesLabel = "argus.dev/serves";

    /// <summary>Label of an EndpointSlice that names its Service.</summary>
    public const string ServiceNameLabel = "kubernetes.io/service-name";

    private const string VariantLabel = "argus.dev/variant";
    private const string Canary = "canary";
    private const string PortName = "http";

    /// <summary>Reads one.</summary>
    /// <param name="resource">The ModelDeployment.</param>
    /// <param name="slices">EndpointSlices of its Services.</param>
    public static Backend Read(ModelDeployment resource, IEnumerable<V1EndpointSlice> slices)
    {
        var byVariant = slices.ToLookup(s => s.Metadata.Labels?.GetValueOrDefault(VariantLabel) == Canary);
        var canary = AddressesOf(byVariant[true]);
        var (scaling, status) = (resource.Spec.Scaling, resource.Status);
        return new Backend(ObjectKey.Of(resource), resource.Spec.Task)
        {
            Stable = AddressesOf(byVariant[false]),
            Canary = canary,
            CanaryWeight = canary.IsEmpty || resource.Spec.Canary is null ? 0 : Math.Clamp(status?.Canary?.Weight ?? 0, 0, 100),
            MaxFaces = resource.Spec.Detection?.MaxFaces,
            Models = resource.Spec.Task == ModelTasks.Chat ? [resource.Metadata.Name ?? "", .. resource.Spec.Chat?.Aliases ?? []] : [],
            OwnImage = OwnImageOf(resource),
            Created = resource.Metadata.CreationTimestamp ?? DateTimeOffset.UnixEpoch,
            SleepsAfter = scaling.Min == 0 ? TimeSpan.FromSeconds(scaling.IdleSeconds) : null,
            Trouble = TroubleOf(resource),
            State = Find(resource, ConditionTypes.Ready) is { } ready ? $"{ready.Status} ({ready.Reason})" : "Unknown",
        };
    }

    /// <summary>Reads one of the platform's own services.</summary>
    /// <param name="key">Its Service.</param>
    /// <param name="serves">What it does.</param>
    /// <param name="slices">Its EndpointSlices.</param>
    public static Backend ReadService(ObjectKey key, string serves, IEnumerable<V1EndpointSlice> slices)
    {
        var pods = AddressesOf(slices);
        return new Backend(key, serves) { IsService = true, Stable = pods, State = pods.IsEmpty ? "False (NoPods)" : "True (Serving)" };
    }

    private static OwnImageServer? OwnImageOf(ModelDeployment resource)
    {
        if (resource.Spec.Task != ModelTasks.Chat || resource.Spec.Chat?.Server is not { } server)
            return null;
        // While pods are replaced, which of them answers is not known here.
        bool isWhole = Find(resource, ConditionTypes.Progressing) is { Status: "False", Reason: "Complete" };
        return new OwnImageServer(server.Model, isWhole ? resource.Status?.Digest : null);
    }

    // Of a pod that stops but still serves something is taken only where there is no other, as Services do.
    private static ImmutableArray<Address> AddressesOf(IEnumerable<V1EndpointSlice> slices)
    {
        var endpoints = (
            from slice in slices
            where slice.AddressType != "FQDN"
            let port = PortOf(slice)
            where port is not null
            from endpoint in slice.Endpoints ?? []
            from host in endpoint.Addresses.Take(1)
            select (Address: new Address(host, port.Value), endpoint.Conditions)).ToList();
        var ready = endpoints.Where(e => e.Conditions?.Ready is not false);
        var stopping = endpoints.Where(e => e.Conditions is { Terminating: true, Serving: true });
        var taken = ready.Any() ? ready : stopping;
        return [.. taken.Select(e => e.Address).Distinct().Order()];
    }

    private static int? PortOf(V1EndpointSlice slice) => slice.Ports switch
    {
        [var only] => only.Port,
        { } ports => ports.FirstOrDefault(p => p.Name == PortName)?.Port,
        null => null,
    };

    // Only what does not heal by itself: all else is worth a wait.
    private static string? TroubleOf(ModelDeployment resource) =>
        Find(resource, ConditionTypes.Accepted) is { Status: "False" } refused ? $"{refused.Reason}: {refused.Message}" : null;

    private static Kube.Api.Meta.V1Condition? Find(ModelDeployment resource, string type) => resource.Status?.Conditions?.FirstOrDefault(c => c.Type == type);
}
