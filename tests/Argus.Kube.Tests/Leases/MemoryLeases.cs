using System.Net;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Coordination;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Tests.Leases;

/// <summary>The Leases of an API server, in memory: versions, conflicts and the answers that go with them.</summary>
internal sealed class MemoryLeases
{
    private readonly Lock _lock = new();
    private int _version = 100;

    /// <summary>The only Lease.</summary>
    public V1Lease? Lease { get; private set; }

    /// <summary>A write by someone else.</summary>
    public void Write(Func<V1Lease, V1Lease> change)
    {
        lock (_lock)
            Store(change(Lease!));
    }

    public void Delete()
    {
        lock (_lock)
            Lease = null;
    }

    public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : JsonSerializer.Deserialize(await request.Content.ReadAsByteArrayAsync(cancellationToken), V1Lease.JsonType);
        lock (_lock)
        {
            return request.Method.Method switch
            {
                "GET" => Lease is null ? Refused(404, "NotFound") : Answer(200),
                "POST" when Lease is not null => Refused(409, "AlreadyExists"),
                "PUT" when Lease is null => Refused(404, "NotFound"),
                "PUT" when body!.Metadata.ResourceVersion != Lease!.Metadata.ResourceVersion => Refused(409, "Conflict"),
                "POST" or "PUT" => Stored(body!, request.Method.Method == "POST" ? 201 : 200),
                _ => Refused(405, "MethodNotAllowed"),
            };
        }
    }

    private HttpResponseMessage Stored(V1Lease lease, int code)
    {
        Store(lease);
        return Answer(code);
    }

    private void Store(V1Lease lease) => Lease = lease with { Metadata = lease.Metadata with { ResourceVersion = $"{++_version}" } };

    private HttpResponseMessage Answer(int code) => Json(code, JsonSerializer.SerializeToUtf8Bytes(Lease!, V1Lease.JsonType));

    private static HttpResponseMessage Refused(int code, string reason) => Json(code, JsonSerializer.SerializeToUtf8Bytes(
        new V1Status { Kind = "Status", ApiVersion = "v1", Status = "Failure", Reason = reason, Code = code, Details = new() { Name = "operator" } }, KubeJson.Default.V1Status));

    private static HttpResponseMessage Json(int code, byte[] body) => new((HttpStatusCode)code) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
}
