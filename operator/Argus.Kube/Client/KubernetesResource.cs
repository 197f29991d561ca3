using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api;
using Argus.Kube.Api.Autoscaling;

namespace Argus.Kube.Client;

/// <summary>
/// Requests for the objects of one kind. Every method throws <see cref="KubernetesException"/> when the server refuses,
/// <see cref="HttpRequestException"/> or <see cref="IOException"/> when it cannot be reached, and <see cref="TimeoutException"/> when it does not answer.
/// </summary>
/// <typeparam name="T">A record of Argus.Kube.Api, or <see cref="JsonElement"/>.</typeparam>
public sealed class KubernetesResource<T>
{
    private static readonly TimeSpan WatchGrace = TimeSpan.FromSeconds(15);

    private readonly KubernetesTransport _transport;
    private readonly TimeProvider _time;
    private readonly string _fieldManager;
    private readonly JsonTypeInfo<T> _json;

    internal KubernetesResource(KubernetesTransport transport, TimeProvider time, string fieldManager, ResourceType type, JsonTypeInfo<T> json)
    {
        _transport = transport;
        _time = time;
        _fieldManager = fieldManager;
        _json = json;
        Type = type;
    }

    /// <summary>The kind.</summary>
    public ResourceType Type { get; }

    /// <summary>One object.</summary>
    public Task<T> ReadAsync(string name, string? ns = null, CancellationToken cancellationToken = default) =>
        SendAsync(Get(RequestPath.OfObject(Type, ns, name)), _json, cancellationToken);

    /// <summary>One object, or null (in plain JSON: of kind Undefined) where it is not there. A kind that is not served is an error.</summary>
    public async Task<T?> FindAsync(string name, string? ns = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ReadAsync(name, ns, cancellationToken);
        }
        catch (KubernetesException error) when (error.IsObjectMissing)
        {
            return default;
        }
    }

    /// <summary>Objects of a namespace, or of all when <paramref name="ns"/> is null.</summary>
    public async Task<KubernetesList<T>> ListAsync(string? ns = null, ListOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ListOptions();
        var items = ImmutableArray.CreateBuilder<T>();
        while (true)
        {
            try
            {
                using var body = await _transport.SendAsync(Get(ListPath(ns, options)) with { MetadataOnly = options.MetadataOnly }, cancellationToken);
                var metadata = ListReader.Read(body.Span, _json, items);
                if (!options.AllPages || string.IsNullOrEmpty(metadata.Continue))
                    return new KubernetesList<T>(metadata, items.DrainToImmutable());
                options = options with { Continue = metadata.Continue, ResourceVersion = null, ResourceVersionMatch = null };
            }
            catch (KubernetesException error) when (error.IsGone && options is { AllPages: true, Continue: not null })
            {
                items.Clear();
                options = options with { Continue = null, Limit = null };
            }
        }
    }

    /// <summary>Changes as they happen. Ends when the server ends the watch.</summary>
    /// <exception cref="KubernetesException">Also in mid-watch; <see cref="KubernetesException.IsGone"/> when the version is too old.</exception>
    /// <exception cref="IOException">The connection broke; go on from the last event's version.</exception>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(
        string? ns = null, WatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new WatchOptions();
        var request = new ApiRequest(HttpMethod.Get, WatchPath(ns, options)) { Idempotent = true, Streaming = true };
        await using var stream = await _transport.OpenAsync(request, cancellationToken);
        // A server that went away without a word must not be waited for for ever.
        using var limit = new CancellationTokenSource(options.Timeout + WatchGrace ?? Timeout.InfiniteTimeSpan, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await using var events = WatchReader.ReadAsync(stream, _json, request.ToString(), linked.Token).GetAsyncEnumerator(linked.Token);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync())
                    yield break;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{request}: the watch did not end in time; the server is gone.");
            }

            yield return events.Current;
        }
    }

    /// <summary>Stores a new object; its namespace is in its metadata.</summary>
    public Task<T> CreateAsync(T body, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var path = RequestPath.OfNew(Type, ObjectFields.Key(body).Namespace);
        return SendAsync(Write(HttpMethod.Post, path, Bytes(body), "application/json", options), _json, cancellationToken);
    }

    /// <summary>Replaces the object. A resourceVersion in its metadata must be the current one.</summary>
    public Task<T> ReplaceAsync(T body, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var key = ObjectFields.Key(body);
        var path = RequestPath.OfObject(Type, key.Namespace, key.Name, options?.Subresource);
        return SendAsync(Write(HttpMethod.Put, path, Bytes(body), "application/json", options) with { Idempotent = true }, _json, cancellationToken);
    }

    /// <summary>Replaces the status alone.</summary>
    public Task<T> ReplaceStatusAsync(T body, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        ReplaceAsync(body, (options ?? new WriteOptions()) with { Subresource = "status" }, cancellationToken);

    /// <summary>Applies the fields that the body has; those that this manager applied before and no longer has are removed.</summary>
    public Task<T> ApplyAsync(T body, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        var key = ObjectFields.Key(body);
        return ApplyAsync(key.Name, key.Namespace, Bytes(body), options, cancellationToken);
    }

    /// <summary>Applies an object in JSON, with apiVersion and kind in it.</summary>
    public Task<T> ApplyAsync(string name, string? ns, ReadOnlyMemory<byte> json, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ApplyOptions();
        var path = RequestPath.OfObject(Type, ns, name, options.Subresource)
            .With("fieldManager", options.FieldManager ?? _fieldManager)
            .With("force", options.Force)
            .With("fieldValidation", options.FieldValidation)
            .WithDryRun(options.DryRun);
        var request = new ApiRequest(HttpMethod.Patch, path.ToString()) { Body = json, ContentType = "application/apply-patch+yaml", Idempotent = true };
        return SendAsync(request, _json, cancellationToken);
    }

    /// <summary>Changes parts of an object.</summary>
    public Task<T> PatchAsync(
        string name, string? ns, PatchType type, ReadOnlyMemory<byte> patch, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        string contentType = type switch
        {
            PatchType.Json => "application/json-patch+json",
            PatchType.Strategic => "application/strategic-merge-patch+json",
            _ => "application/merge-patch+json",
        };
        var path = RequestPath.OfObject(Type, ns, name, options?.Subresource);
        return SendAsync(Write(HttpMethod.Patch, path, patch, contentType, options), _json, cancellationToken);
    }

    /// <summary>Deletes one object.</summary>
    public async Task<DeleteResult> DeleteAsync(string name, string? ns = null, DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new ApiRequest(HttpMethod.Delete, RequestPath.OfObject(Type, ns, name).ToString()) { Idempotent = true };
        if (options is not null)
            request = request with { Body = JsonSerializer.SerializeToUtf8Bytes(options.ToBody(), KubeJson.Default.V1DeleteOptions), ContentType = "application/json" };
        try
        {
            var answer = await SendAsync(request, ClientJson.Default.DeleteAnswer, cancellationToken);
            return answer.IsHeld ? DeleteResult.Deleting : DeleteResult.Deleted;
        }
        catch (KubernetesException error) when (error.IsObjectMissing)
        {
            return DeleteResult.NotFound;
        }
    }

    /// <summary>How many replicas an object has and should have.</summary>
    public Task<V1Scale> ReadScaleAsync(string name, string? ns = null, CancellationToken cancellationToken = default) =>
        SendAsync(Get(RequestPath.OfObject(Type, ns, name, "scale")), KubeJson.Default.V1Scale, cancellationToken);

    /// <summary>Sets how many replicas an object should have.</summary>
    public Task<V1Scale> ReplaceScaleAsync(V1Scale scale, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var path = RequestPath.OfObject(Type, scale.Metadata.Namespace, scale.Metadata.Name ?? "", "scale");
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(scale, KubeJson.Default.V1Scale);
        return SendAsync(Write(HttpMethod.Put, path, body, "application/json", options) with { Idempotent = true }, KubeJson.Default.V1Scale, cancellationToken);
    }

    private static ApiRequest Get(RequestPath path) => Get(path.ToString());

    private static ApiRequest Get(string path) => new(HttpMethod.Get, path) { Idempotent = true };

    private ApiRequest Write(HttpMethod method, RequestPath path, ReadOnlyMemory<byte> body, string contentType, WriteOptions? options)
    {
        path.With("fieldManager", options?.FieldManager ?? _fieldManager)
            .With("fieldValidation", options?.FieldValidation)
            .WithDryRun(options?.DryRun ?? false);
        return new ApiRequest(method, path.ToString()) { Body = body, ContentType = contentType };
    }

    private string ListPath(string? ns, ListOptions options) => RequestPath.OfCollection(Type, ns)
        .With("labelSelector", options.LabelSelector)
        .With("fieldSelector", options.FieldSelector)
        .With("limit", options.Limit)
        .With("continue", options.Continue)
        .With("resourceVersion", options.ResourceVersion)
        .With("resourceVersionMatch", options.ResourceVersionMatch)
        .ToString();

    private string WatchPath(string? ns, WatchOptions options) => RequestPath.OfCollection(Type, ns)
        .With("watch", true)
        .With("labelSelector", options.LabelSelector)
        .With("fieldSelector", options.FieldSelector)
        .With("resourceVersion", options.ResourceVersion)
        .With("timeoutSeconds", (long?)options.Timeout?.TotalSeconds)
        .With("allowWatchBookmarks", options.Bookmarks)
        .ToString();

    private byte[] Bytes(T body) => JsonSerializer.SerializeToUtf8Bytes(body, _json);

    private async Task<TAnswer> SendAsync<TAnswer>(ApiRequest request, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken)
    {
        using var body = await _transport.SendAsync(request, cancellationToken);
        return JsonSerializer.Deserialize(body.Span, type) ?? throw new JsonException($"{request}: the answer is null.");
    }
}
