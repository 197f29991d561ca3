using System.Collections.Immutable;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Client;

/// <summary>Objects of one state of the store, or a page of them.</summary>
/// <param name="Metadata">The version to watch from, and where the next page begins.</param>
/// <param name="Items">The objects.</param>
public sealed record KubernetesList<T>(V1ListMeta Metadata, ImmutableArray<T> Items);
