using Argus.LocalCluster.Access;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Http;

/// <summary>One request on its way.</summary>
/// <param name="Http">The side of the connection.</param>
/// <param name="Request">What is asked for.</param>
/// <param name="Resource">Of which kind.</param>
/// <param name="Media">How the answer is to look.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record ApiCall(HttpContext Http, ApiRequest Request, ApiResource Resource, MediaType Media, Caller Caller)
{
    public IQueryCollection Query => Http.Request.Query;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Namespace of the object; empty for kinds of the whole cluster.</summary>
    public string Namespace => Resource.Namespaced ? Request.Namespace ?? "" : "";

    /// <summary>Namespace to list; null for all.</summary>
    public string? ListNamespace => Resource.Namespaced ? Request.Namespace : "";

    public ObjectKey Key => new(Resource.StorageKey, Namespace, Request.Name ?? "");
}
