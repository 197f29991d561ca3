using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Coordination;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Tests.Leases;

/// <summary>The Leases of an API server, in memory: versions, conflicts, watches and the answers that go with them.</summary>
internal sealed class MemoryLeases
{
    private readonly Lock _lock = new();
    private readonly List<Pipe> _watches = [];
    private int _version = 100;

    /// <summary>The only Lease.</summary>
    public V1Lease? Lease { get; private set; }

    public bool IsNamespaceMissing { get; set; }

    /// <summary>Whether watches are open and tell nothing, as behind a proxy that holds answers back.</summary>
    public bool IsSilent { get; set; }

    /// <summary>A write by someone else.</summary>
    public void Write(Func<V1Lease, V1Lease> change)
    {
        lock (_lock)
            StoreNeedsLock(change(Lease!));
    }

    public void Delete()
    {
        lock (_lock)
        {
            TellNeedsLock("DELETED", Lease! with { Metadata = Lease.Metadata with { ResourceVersion = $"{++_version}" } });
            Lease = null;
        }
    }

    /// <summary>Ends all watches: in order, or with an error.</summary>
    public void EndWatches(Exception? error = null)
    {
        lock (_lock)
        {
            foreach (var watch in _watches)
                watch.Writer.Complete(error);
            _watches.Clear();
        }
    }

    public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : JsonSerializer.Deserialize(await request.Content.ReadAsByteArrayAsync(cancellationToken), V1Lease.JsonType);
        lock (_lock)
        {
            return request.Method.Method switch
            {
                "GET" when LeaseLine.IsWatch(request) => WatchNeedsLock(),
                "GET" => Lease is null ? Refused(404, "NotFound") : Answer(200),
                "POST" when IsNamespaceMissing => Refused(404, "NotFound"),
                "POST" when Lease is not null => Refused(409, "AlreadyExists"),
                "PUT" when Lease is null => Refused(404, "NotFound"),
                "PUT" when body!.Metadata.ResourceVersion != Lease!.Metadata.ResourceVersion => Refused(409, "Conflict"),
                "POST" => StoredNeedsLock(body!, 201),
                "PUT" => StoredNeedsLock(body!, 200),
                _ => Refused(405, "MethodNotAllowed"),
            };
        }
    }

    public static HttpResponseMessage Refused(int code, string reason) => Json(code, JsonSerializer.SerializeToUtf8Bytes(
        new V1Status { Kind = "Status", ApiVersion = "v1", Status = "Failure", Reason = reason, Code = code, Details = new() { Name = "operator" } }, KubeJson.Default.V1Status));

    private HttpResponseMessage StoredNeedsLock(V1Lease lease, int code)
    {
        StoreNeedsLock(lease);
        return Answer(code);
    }

    private void StoreNeedsLock(V1Lease lease)
    {
        bool isNew = Lease is null;
        Lease = lease with { Metadata = lease.Metadata with { ResourceVersion = $"{++_version}" } };
        TellNeedsLock(isNew ? "ADDED" : "MODIFIED", Lease);
    }

    private HttpResponseMessage WatchNeedsLock()
    {
        var watch = new Pipe();
        _watches.Add(watch);
        if (Lease is not null)
            Tell(watch, "ADDED", Lease);
        return new(HttpStatusCode.OK) { Content = new StreamContent(watch.Reader.AsStream()) };
    }

    private void TellNeedsLock(string type, V1Lease lease)
    {
        foreach (var watch in _watches)
            Tell(watch, type, lease);
    }

    private void Tell(Pipe watch, string type, V1Lease lease)
    {
        if (IsSilent)
            return;
        watch.Writer.Write("{\"type\":\""u8);
        watch.Writer.Write(System.Text.Encoding.UTF8.GetBytes(type));
        watch.Writer.Write("\",\"object\":"u8);
        watch.Writer.Write(JsonSerializer.SerializeToUtf8Bytes(lease, V1Lease.JsonType));
        watch.Writer.Write("}\n"u8);
        // Never waits: what is told is far less than what a pipe holds back for.
        _ = watch.Writer.FlushAsync().AsTask();
    }

    private HttpResponseMessage Answer(int code) => Json(code, JsonSerializer.SerializeToUtf8Bytes(Lease!, V1Lease.JsonType));

    private static HttpResponseMessage Json(int code, byte[] body) => new((HttpStatusCode)code) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
}
