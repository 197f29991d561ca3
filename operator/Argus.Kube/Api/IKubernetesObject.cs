using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api;

/// <summary>An object of the API.</summary>
public interface IKubernetesObject
{
    string? ApiVersion { get; }

    string? Kind { get; }

    V1ObjectMeta Metadata { get; }
}

/// <summary>An object that says how it is addressed and read.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IKubernetesObject<TSelf> : IKubernetesObject
    where TSelf : class, IKubernetesObject<TSelf>
{
    static abstract ResourceType Resource { get; }

    /// <summary>From <see cref="KubeJson"/>, so that no reflection is needed.</summary>
    static abstract JsonTypeInfo<TSelf> JsonType { get; }
}
