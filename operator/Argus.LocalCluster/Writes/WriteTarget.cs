using Argus.LocalCluster.Access;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Writes;

/// <summary>What is to be written, by whom and how.</summary>
/// <param name="Resource">The kind.</param>
/// <param name="Namespace">Empty for kinds of the whole cluster.</param>
/// <param name="Name">Name in the path; null where an object is created in a collection.</param>
/// <param name="Subresource">status, scale, finalize, or null.</param>
/// <param name="Options">Parameters of the request.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record WriteTarget(ApiResource Resource, string Namespace, string? Name, string? Subresource, WriteOptions Options, Caller Caller)
{
    public ObjectKey Key => new(Resource.StorageKey, Namespace, Name ?? "");

    /// <summary>Told in Warning headers.</summary>
    public List<string> Warnings { get; } = [];
}
