using System.Text.Json.Serialization;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Where a container is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContainerPhase>))]
internal enum ContainerPhase
{
    /// <summary>It has not begun, or waits to begin again.</summary>
    Waiting,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its process ended.</summary>
    Exited,
}
