using System.Text.Json.Nodes;
using Argus.LocalCluster.Access;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Discovery;
using Argus.LocalCluster.Pods;

namespace Argus.LocalCluster.Http;

/// <summary>Every request: who asks, may they, what is it about, who does it.</summary>
internal sealed partial class ApiServer(
    CatalogHolder catalog, Authenticator authenticator, AccessRules rules, DiscoveryHandler discovery, ReviewHandler reviews,
    ReadHandler reads, WatchHandler watches, WriteHandler writes, PatchHandler patches, DeleteHandler deletes, ScaleHandler scales,
    PodLogHandler logs, BindingHandler bindings, EvictionHandler evictions, TimeProvider clock, ILogger<ApiServer> logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            if (await RouteAsync(http) is { } fault)
                await AnswerWriter.WriteFaultAsync(http, fault, MediaType.Choose(http.Request));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: there is nobody to answer.
        }
        catch (Exception e) when (e is not OutOfMemoryException && !http.Response.HasStarted)
        {
            Failed(e, http.Request.Method, http.Request.Path.Value!);
            await AnswerWriter.WriteFaultAsync(http, new StatusFault(500, "InternalError", "Internal error occurred: the request met a fault of the server, which is in its log") { Details = [] });
        }
    }

    private async Task<StatusFault?> RouteAsync(HttpContext http)
    {
        if (authenticator.Identify(http.Request) is not { } caller)
            return StatusFault.Unauthorized;
        string path = http.Request.Path.Value!;
        var request = ApiRequest.Parse(http.Request);
        if (request is null)
        {
            if (!DiscoveryHandler.IsOpen(path) && !caller.Groups.Contains("system:authenticated"))
                return Forbidden(caller, http);
            if (!caller.IsMaster && !IsDiscovery(path))
                return Forbidden(caller, http);
            var (handled, fault) = await discovery.TryHandleAsync(http);
            return handled ? fault : StatusFault.NoSuchPath;
        }
        if (!rules.Allows(request.Question(caller)))
            return Forbidden(request, caller);
        if (ReviewHandler.KindOf(request) is { } review)
            return await reviews.CreateAsync(http, review, request, caller, http.RequestAborted);
        if (Find(request, out var resource) is { } unknown)
            return unknown;
        if (MediaType.Choose(http.Request) is not { } media)
            return NotAcceptable(resource!);
        var call = new ApiCall(http, request, resource!, media, caller);
        if (IsLong(request))
            return await DispatchAsync(call);
        if (RequestTimeout.Read(http.Request, out var timeout) is { } bad)
            return bad;
        return timeout is null ? await DispatchAsync(call) : await DispatchWithinAsync(call, timeout.Value);
    }

    // What streams for as long as the caller likes takes no timeout.
    private static bool IsLong(ApiRequest request) => request.Verb == "watch" || request.Subresource == "log";

    private async Task<StatusFault?> DispatchWithinAsync(ApiCall call, TimeSpan timeout)
    {
        var aborted = call.Aborted;
        using var over = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, over.Token);
        call.Http.RequestAborted = either.Token;
        try
        {
            // Nothing is begun that has no time.
            if (timeout >= TimeSpan.FromMilliseconds(1) && !over.IsCancellationRequested)
                return await DispatchAsync(call);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !aborted.IsCancellationRequested && !call.Http.Response.HasStarted)
        {
        }
        finally
        {
            call.Http.RequestAborted = aborted;
        }
        await RequestTimeout.WriteExceededAsync(call.Http);
        return null;
    }

    private StatusFault? Find(ApiRequest request, out ApiResource? resource)
    {
        var current = catalog.Current;
        resource = current.Find(request.Group, request.Version, request.Resource);
        bool custom = resource?.Custom ?? (current.CustomGroups.Contains(request.Group) || !current.Resources.Any(r => r.Group == request.Group && r.Version == request.Version));
        var missing = custom ? StatusFault.NoSuchPath : StatusFault.NoSuchResource;
        if (resource is null)
            return missing;
        bool inNamespace = request.Namespace is not null && resource is not { Group: "", Plural: "namespaces" };
        if (inNamespace && !resource.Namespaced)
            return missing;
        // Across all namespaces there is only reading.
        return resource.Namespaced && !inNamespace && (request.Name is not null || request.Verb is not ("list" or "watch")) ? missing : null;
    }

    private Task<StatusFault?> DispatchAsync(ApiCall call)
    {
        if (call.Request.Subresource is not null)
            return DispatchSubresourceAsync(call);
        bool named = call.Request.Name is not null;
        return call.Request.Verb switch
        {
            "get" => reads.GetAsync(call),
            "list" => reads.ListAsync(call),
            "watch" => watches.WatchAsync(call),
            "create" => writes.CreateAsync(call),
            "update" when named => writes.UpdateAsync(call),
            "patch" when named => patches.PatchAsync(call),
            "delete" => deletes.DeleteAsync(call),
            "deletecollection" when !call.Resource.Rules.NoDeleteCollection => deletes.DeleteCollectionAsync(call),
            "update" or "patch" when call.Resource.Custom => Task.FromResult<StatusFault?>(StatusFault.BadRequest("name must be provided")),
            _ => NotAllowedAsync(call),
        };
    }

    private Task<StatusFault?> DispatchSubresourceAsync(ApiCall call)
    {
        var resource = call.Resource;
        bool pod = resource is { Group: "", Plural: "pods" };
        return (call.Request.Subresource, call.Request.Verb) switch
        {
            ("status", "get") when resource.HasStatus => reads.GetAsync(call),
            ("status", "update") when resource.HasStatus => writes.UpdateAsync(call),
            ("status", "patch") when resource.HasStatus => patches.PatchAsync(call),
            ("scale", "get") when resource.Scale is not null => scales.GetAsync(call),
            ("scale", "update" or "patch") when resource.Scale is not null => scales.WriteAsync(call),
            ("finalize", "update") when resource is { Group: "", Plural: "namespaces" } => writes.UpdateAsync(call),
            ("log", "get") when pod => logs.GetAsync(call),
            ("binding", "create") when pod => bindings.CreateAsync(call),
            ("eviction", "create") when pod => evictions.CreateAsync(call),
            ("status", _) when resource.HasStatus => NotAllowedAsync(call),
            ("scale", _) when resource.Scale is not null => NotAllowedAsync(call),
            _ => Task.FromResult<StatusFault?>(resource.Custom ? StatusFault.NotFound(resource, call.Request.Name!) : StatusFault.NoSuchResource),
        };
    }

    private static Task<StatusFault?> NotAllowedAsync(ApiCall call) =>
        Task.FromResult<StatusFault?>(call.Resource.Custom ? StatusFault.NotAllowed(call.Request.Verb, call.Resource) : StatusFault.MethodNotAllowed);

    private static StatusFault NotAcceptable(ApiResource resource)
    {
        const string Types = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
        return resource.Custom
            ? new StatusFault(406, "NotAcceptable", $"only the following media types are accepted: {Types}")
            : new StatusFault(406, "NotAcceptable", $"406: Not Acceptable\n\nAvailable representations: {Types}") { Details = [] };
    }

    private static bool IsDiscovery(string path) =>
        DiscoveryHandler.IsOpen(path) || path is "/api" or "/apis" or "/apis/" || path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/apis/", StringComparison.Ordinal) || path.StartsWith("/openapi", StringComparison.Ordinal);

    private static StatusFault Forbidden(Caller caller, HttpContext http)
    {
        string verb = http.Request.Method is "HEAD" ? "head" : http.Request.Method.ToLowerInvariant();
        return new StatusFault(403, "Forbidden", $"forbidden: User \"{caller.Name}\" cannot {verb} path \"{http.Request.Path}\"") { Details = [] };
    }

    private static StatusFault Forbidden(ApiRequest request, Caller caller)
    {
        string plural = request.Group.Length == 0 ? request.Resource : $"{request.Resource}.{request.Group}";
        var details = new JsonObject();
        if (request.Name is not null)
            details["name"] = request.Name;
        if (request.Group.Length > 0)
            details["group"] = request.Group;
        details["kind"] = request.Resource;
        string subject = request.Name is null ? plural : $"{plural} \"{request.Name}\"";
        return new StatusFault(403, "Forbidden", $"{subject} is forbidden: {request.Question(caller).Refusal}") { Details = details };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void Failed(Exception e, string method, string path);
}
