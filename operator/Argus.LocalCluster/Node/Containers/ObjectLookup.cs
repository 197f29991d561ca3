using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Node.Containers;

/// <summary>ConfigMaps and Secrets of a pod's namespace.</summary>
/// <param name="ConfigMap">By name; null where there is none.</param>
/// <param name="Secret">By name; null where there is none.</param>
internal sealed record ObjectLookup(Func<string, V1ConfigMap?> ConfigMap, Func<string, V1Secret?> Secret);
