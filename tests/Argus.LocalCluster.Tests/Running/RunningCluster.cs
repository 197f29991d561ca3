using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Node;
using Argus.LocalCluster.Storage;
using Argus.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Argus.LocalCluster.Tests.Running;

/// <summary>A local cluster within the test process, on a port and in a folder of its own.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    public const string Token = "test-token";
    private readonly TemporaryFolder _folder = new();
    private WebApplication? _app;

    private RunningCluster()
    {
    }

    public HttpClient Http { get; private set; } = new();

    public string Kubeconfig => _folder.At("kubeconfig");

    public ObjectStore Store => Service<ObjectStore>();

    public static async Task<RunningCluster> StartAsync(int history = 20_000, TimeProvider? clock = null, Func<string, NodeOptions>? node = null, bool controllers = false)
    {
        var cluster = new RunningCluster();
        cluster._app = ClusterApp.Create(new ClusterOptions
        {
            Port = 0,
            Token = Token,
            Kubeconfig = cluster.Kubeconfig,
            Store = new StoreOptions { DataDirectory = cluster._folder.At("data"), History = history },
            Controllers = controllers || node is not null,
            Node = node?.Invoke(cluster._folder.At("node")),
        }, clock);
        await cluster._app.StartAsync();
        cluster.Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
        {
            BaseAddress = new Uri(ClusterApp.AddressOf(cluster._app)),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) },
            Timeout = TimeSpan.FromSeconds(60),
        };
        return cluster;
    }

    /// <summary>A part of the cluster.</summary>
    public T Service<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>Sends JSON and gives status and body.</summary>
    public async Task<(int Code, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        using var response = await Http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType == "application/json" && text.Length > 0 ? JsonNode.Parse(text) : text);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _folder.Dispose();
    }
}
