using System.Collections.Concurrent;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.ConsolePage;

/// <summary>A pod that answers as the job service and the media store do; the test changes its jobs.</summary>
internal sealed class JobsPod
{
    private int _entities;

    /// <summary>JSON of the jobs, newest first.</summary>
    public string Jobs { get; set; } = "[]";

    /// <summary>JSON of what a search finds.</summary>
    public string Hits { get; set; } = "[]";

    /// <summary>Requests that changed something.</summary>
    public ConcurrentQueue<string> Changes { get; } = [];

    /// <summary>One job as JSON.</summary>
    public static string Job(int number, string status, string? error = null, string result = "null", string task = "face_detection", string? progress = null) =>
        $$"""{"job_id":"00000000-0000-7000-8000-{{number:d12}}","task_type":"{{task}}","media_store_id":{{number}},"status":"{{status}}","priority":5,"created_at":1732000000000,"started_at":1732000001000,"completed_at":1732000001250,"error_message":{{(error is null ? "null" : System.Text.Json.JsonSerializer.Serialize(error))}},"result":{{result}}{{(progress is null ? "" : $",\"progress\":{progress}")}}}""";

    /// <summary>Serves it behind a gateway.</summary>
    public async Task<UpstreamPod> ServeAsync(GatewayHarness gateway)
    {
        var pod = await UpstreamPod.StartAsync(AnswerAsync);
        await gateway.ServeOwnAsync("jobs", pod.Address);
        await gateway.ServeOwnAsync("media", pod.Address);
        return pod;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Method != "GET")
            Changes.Enqueue($"{request.Method} {request.Path}");
        if (request.Path.Value!.EndsWith("/file", StringComparison.Ordinal))
        {
            http.Response.ContentType = "image/png";
            await http.Response.SendFileAsync(FaceServer.Photo);
            return;
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync((request.Method, request.Path.Value) switch
        {
            ("GET", "/job") => $$"""{"jobs":{{Jobs}},"next_cursor":null}""",
            ("GET", "/jobs/stats") => """{"counted_at":1732000009000,"jobs":[{"status":"pending","task_type":"{{task}}","count":3,"oldest_created_at":1732000000000}],"outbox":[{"sink":"mqtt","waiting":2,"dead":1,"oldest_at":1732000000000}]}""",
            ("POST", "/entity/") => $$"""{"id":{{++_entities}}}""",
            ("POST", "/search/faces") or ("POST", "/search/images") => $$"""{"collection":"face_embeddings","model_digest":"sha256:1","results":{{Hits}}}""",
            _ => "{}",
        });
    }
}
