using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Autoscaling;
using Argus.Kube.Api.Core;
using Argus.Kube.Client.Credentials;

namespace Argus.Kube.Client;

/// <summary>
/// A client of one API server, for any number of threads. What each method does and throws is said at <see cref="KubernetesResource{T}"/>,
/// which also serves kinds without a type: <see cref="Resource(ResourceType)"/>.
/// </summary>
public sealed class KubernetesClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly ICredentialSource _credentials;
    private readonly KubernetesTransport _transport;
    private readonly KubernetesClientOptions _options;

    /// <param name="random">Spreads retries.</param>
    public KubernetesClient(KubernetesClientConfiguration configuration, KubernetesClientOptions options, TimeProvider time, Random? random = null)
        : this(configuration, options, time, random, null)
    {
    }

    /// <param name="handler">Stands in for connections.</param>
    internal KubernetesClient(
        KubernetesClientConfiguration configuration, KubernetesClientOptions options, TimeProvider time, Random? random, HttpMessageHandler? handler)
    {
        _options = options;
        Time = time;
        Configuration = configuration;
        Jitter = new Jitter(random ?? new Random());
        _credentials = CredentialSource.From(configuration, time);
        _http = HttpClientFactory.Create(configuration, handler ?? HttpClientFactory.CreateHandler(configuration, _credentials), options.FieldManager);
        _transport = new KubernetesTransport(_http, HttpClientFactory.ServerAddress(configuration), _credentials, options, time, Jitter);
    }

    /// <summary>What it was made from.</summary>
    public KubernetesClientConfiguration Configuration { get; }

    /// <summary>Owner of the fields that this client writes.</summary>
    public string FieldManager => _options.FieldManager;

    internal TimeProvider Time { get; }

    internal Jitter Jitter { get; }

    /// <summary>Requests for a kind that has a type.</summary>
    public KubernetesResource<T> Resource<T>()
        where T : class, IKubernetesObject<T> => new(_transport, Time, FieldManager, T.Resource, T.JsonType);

    /// <summary>Requests for any kind, in plain JSON.</summary>
    public KubernetesResource<JsonElement> Resource(ResourceType type) => new(_transport, Time, FieldManager, type, KubeJson.Default.JsonElement);

    /// <inheritdoc cref="KubernetesResource{T}.ReadAsync"/>
    public Task<T> ReadAsync<T>(string name, string? ns = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().ReadAsync(name, ns, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.FindAsync"/>
    public Task<T?> FindAsync<T>(string name, string? ns = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().FindAsync(name, ns, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.ListAsync"/>
    public Task<KubernetesList<T>> ListAsync<T>(string? ns = null, ListOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().ListAsync(ns, options, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.WatchAsync"/>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns = null, WatchOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().WatchAsync(ns, options, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.CreateAsync"/>
    public Task<T> CreateAsync<T>(T body, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().CreateAsync(body, options, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.ReplaceAsync"/>
    public Task<T> ReplaceAsync<T>(T body, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().ReplaceAsync(body, options, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.ReplaceStatusAsync"/>
    public Task<T> ReplaceStatusAsync<T>(T body, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().ReplaceStatusAsync(body, options, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.ApplyAsync(T, ApplyOptions?, CancellationToken)"/>
    public Task<T> ApplyAsync<T>(T body, ApplyOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().ApplyAsync(body, options, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.ApplyAsync(string, string?, ReadOnlyMemory{byte}, ApplyOptions?, CancellationToken)"/>
    public Task<T> ApplyAsync<T>(string name, string? ns, ReadOnlyMemory<byte> json, ApplyOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().ApplyAsync(name, ns, json, options, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.PatchAsync"/>
    public Task<T> PatchAsync<T>(
        string name, string? ns, PatchType type, ReadOnlyMemory<byte> patch, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().PatchAsync(name, ns, type, patch, options, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.DeleteAsync"/>
    public Task<DeleteResult> DeleteAsync<T>(string name, string? ns = null, DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().DeleteAsync(name, ns, options, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.ReadScaleAsync"/>
    public Task<V1Scale> ReadScaleAsync<T>(string name, string? ns = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().ReadScaleAsync(name, ns, cancellationToken);

    /// <inheritdoc cref="KubernetesResource{T}.ReplaceScaleAsync"/>
    public Task<V1Scale> ReplaceScaleAsync<T>(V1Scale scale, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<T> => Resource<T>().ReplaceScaleAsync(scale, options, cancellationToken);

    /// <summary>The log of a pod's container while it comes. Dispose of the stream to end it.</summary>
    public Task<Stream> ReadPodLogAsync(string name, string ns, PodLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PodLogOptions();
        var path = RequestPath.OfObject(V1Pod.Resource, ns, name, "log")
            .With("container", options.Container)
            .With("follow", options.Follow)
            .With("previous", options.Previous)
            .With("timestamps", options.Timestamps)
            .With("tailLines", options.TailLines)
            .With("sinceSeconds", options.SinceSeconds)
            .With("limitBytes", options.LimitBytes);
        var request = new ApiRequest(HttpMethod.Get, path.ToString()) { Idempotent = true, Streaming = true, Text = true };
        return _transport.OpenAsync(request, cancellationToken);
    }

    /// <summary>What any path answers to GET, such as <c>/version</c> or <c>/apis</c>.</summary>
    /// <param name="path">Path and query, from the first slash on.</param>
    public async Task<byte[]> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        using var body = await _transport.SendAsync(new ApiRequest(HttpMethod.Get, path) { Idempotent = true }, cancellationToken);
        return body.Span.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        (_credentials as IDisposable)?.Dispose();
    }
}
