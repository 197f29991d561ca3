using Argus.Kube.Api.Meta;

namespace Argus.Kube.Client;

/// <summary>A delete answers with a Status, or with the object. Both are read as this.</summary>
internal sealed record V1DeleteAnswer
{
    public string? Kind { get; init; }

    public V1ObjectMeta? Metadata { get; init; }

    /// <summary>An object that is to go but is still there. Some kinds answer with the object though it is gone.</summary>
    public bool IsHeld => Kind != "Status" && Metadata?.DeletionTimestamp is not null;
}
