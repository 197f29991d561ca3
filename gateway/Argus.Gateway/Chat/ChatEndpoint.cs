using System.Runtime.InteropServices;
using Argus.Gateway.Access;
using Argus.Gateway.Balancing;
using Argus.Gateway.Proxying;
using Argus.Gateway.Routing;
using Argus.ServiceDefaults.Problems;

namespace Argus.Gateway.Chat;

/// <summary>Chat by the name of a model: lists the names, and sends a request to the deployment that its body names.</summary>
internal sealed class ChatEndpoint(LiveRoutes live, ProxyEndpoint proxy, ReplayBudget budget)
{
    private const string ModelsPath = "/v1/models";

    /// <summary>What answers a request; null where it is not about chat by name.</summary>
    public RequestDelegate? Find(HttpRequest request)
    {
        var path = request.Path;
        if (!path.StartsWithSegments(OpenAIErrorBody.Tree))
            return null;
        bool named = request.Headers.ContainsKey(PodTransformer.DeploymentHeader);
        if (path == ChatModels.CompletionsPath && HttpMethods.IsPost(request.Method) && !named)
            return CompleteAsync;
        if (HttpMethods.IsPost(request.Method) && live.Current.Routes.Find(RequestRead.Query(request)).Route?.Backend.OwnImage is { Model: { } theirs })
            return http => RenameAsync(http, theirs);
        bool reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (!reads)
            return null;
        return path == ModelsPath ? ListAsync : path.StartsWithSegments(ModelsPath, out var rest) && rest.Value!.Length > 1 ? http => TellAsync(http, rest.Value[1..]) : null;
    }

    private static ModelEntry Entry(string name, Backend backend) => new(name, backend.Created.ToUnixTimeSeconds(), backend.Name);

    private static Refusal Unknown(string model) =>
        new(404, $"There is no model '{model}' for you here; GET {ModelsPath} lists what there is.") { Param = "model", Code = "model_not_found" };

    private IReadOnlyDictionary<string, Backend> Names(HttpContext http) =>
        ChatModels.Of(live.Current.Routes, http.Request.Host.Host.ToLowerInvariant(), http.Features.Get<Visit>()?.Caller);

    private Task ListAsync(HttpContext http)
    {
        var entries = Names(http).OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => Entry(n.Key, n.Value));
        return http.Response.WriteAsJsonAsync(new ModelList([.. entries]), ModelJson.Default.ModelList, cancellationToken: http.RequestAborted);
    }

    private Task TellAsync(HttpContext http, string model) => Names(http).TryGetValue(model, out var backend)
        ? http.Response.WriteAsJsonAsync(Entry(model, backend), ModelJson.Default.ModelEntry, cancellationToken: http.RequestAborted)
        : Unknown(model).WriteAsync(http);

    private async Task CompleteAsync(HttpContext http)
    {
        var read = await HeldBody.ReadAsync(http.Request, budget, http.RequestAborted);
        if (!read.Ok)
        {
            await read.Refusal.WriteAsync(http);
            return;
        }

        using var body = read.Value;
        string? model = ModelField.Read(body.Bytes.Span, out string? fault);
        if (model is null)
        {
            await new Refusal(400, fault ?? $"model is missing or no text; GET {ModelsPath} lists what there is.") { Param = fault is null ? "model" : null }.WriteAsync(http);
            return;
        }

        if (!Names(http).TryGetValue(model, out var backend))
        {
            await Unknown(model).WriteAsync(http);
            return;
        }

        http.Request.Headers[PodTransformer.DeploymentHeader] = backend.Name;
        await SendAsync(http, body.Bytes, backend.OwnImage?.Model);
    }

    // A deployment was chosen by its name or by a path of its own: whatever name the body has, the server knows one only.
    private async Task RenameAsync(HttpContext http, string theirs)
    {
        var read = await HeldBody.ReadAsync(http.Request, budget, http.RequestAborted);
        if (!read.Ok)
        {
            await read.Refusal.WriteAsync(http);
            return;
        }

        using var body = read.Value;
        await SendAsync(http, body.Bytes, theirs);
    }

    private async Task SendAsync(HttpContext http, ReadOnlyMemory<byte> body, string? theirs)
    {
        string? fault = null;
        if (theirs is not null)
            body = ModelField.Replace(body, theirs, out fault);
        if (fault is not null)
        {
            await new Refusal(400, fault).WriteAsync(http);
            return;
        }

        http.Request.Body = MemoryMarshal.TryGetArray(body, out var bytes) ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new MemoryStream(body.ToArray(), writable: false);
        http.Request.ContentLength = body.Length;
        await proxy.InvokeAsync(http);
    }
}
