using System.Collections.Concurrent;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.ConsolePage;

/// <summary>A pod that answers as the dataset service does, with candidates that can be decided on.</summary>
internal sealed class DatasetsPod(int candidates)
{
    private readonly ConcurrentDictionary<int, string> _decided = [];

    /// <summary>Decisions with their bodies, and runs that were begun.</summary>
    public ConcurrentQueue<string> Changes { get; } = [];

    /// <summary>Whether there is a checkpoint.</summary>
    public bool HasCheckpoint { get; set; } = true;

    /// <summary>Serves it behind a gateway.</summary>
    public async Task<UpstreamPod> ServeAsync(GatewayHarness gateway)
    {
        var pod = await UpstreamPod.StartAsync(AnswerAsync);
        await gateway.ServeOwnAsync("datasets", pod.Address);
        return pod;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        string path = http.Request.Path.Value!;
        string[] parts = path.Split('/');
        if (http.Request.Method == "POST")
        {
            using var reader = new StreamReader(http.Request.Body);
            string body = await reader.ReadToEndAsync();
            Changes.Enqueue($"{path} {body}");
            if (parts[2] == "candidates")
                _decided[int.Parse(parts[3])] = parts[4] == "reject" ? """
                    "state":"rejected","decided_by":"ann"
                    """ : $$"""
                    "state":"accepted","decided_by":"ann","class":"{{(parts[4] == "relabel" ? body.Split('"')[3] : "Soft")}}"
                    """;
        }

        if (path.EndsWith("/photo", StringComparison.Ordinal) || path.EndsWith("/confusion.png", StringComparison.Ordinal))
        {
            http.Response.ContentType = "image/png";
            await http.Response.SendFileAsync(FaceServer.DrawnFace);
            return;
        }

        string? answer = Answer(http.Request, parts);
        http.Response.StatusCode = answer is null ? 404 : 200;
        http.Response.ContentType = answer is null ? "application/problem+json" : "application/json";
        await http.Response.WriteAsync(answer ?? """{"detail":"No checkpoint was promoted yet."}""");
    }

    private string? Answer(HttpRequest request, string[] parts) => (parts[2], parts.Length > 3 ? parts[3] : "") switch
    {
        ("classes", _) => """{"classes":["Soft","Queen","Fire"]}""",
        ("candidates", "") => Page(request.Query),
        ("candidates", var id) => Candidate(int.Parse(id)),
        ("runs", _) => """
            {"runs":[{"id":"00000000-0000-7000-8000-000000000002","flow":"monthly","date":"2026-03-01","state":"completed","started_at":"2026-04-01T01:00:00+00:00","seconds":12.34,"counts":{"verified":7,"full_skipped":1}},
            {"id":"00000000-0000-7000-8000-000000000001","flow":"daily","date":"2026-03-05","state":"failed","started_at":"2026-03-06T00:00:00+00:00","seconds":1,"counts":{},"error":"The <b>store</b> is away."}]}
            """,
        ("manifests", var kind) => $$$"""{"kind":"{{{kind}}}","name":"2026-03","created_at":"2026-04-01T01:00:00+00:00","total":7,"classes":{"Soft":4,"Queen":3},"skipped":1}""",
        ("models", "current.json") => HasCheckpoint ? """{"checkpoint":"models/checkpoints/20260401T010000Z","centroids_sha256":"ab","model_digest":"sha256:one","accuracy":0.9}""" : null,
        ("models", _) => """{"month":"2026-03","model_digest":"sha256:one","trained":40,"held_out":10,"unusable":2,"gone":["x"],"accuracy":0.9,"current_accuracy":0.8,"classes":["Soft","Queen"],"confusion":[[5,1],[0,4]],"promoted":true,"reason":"They are no worse than the current ones on the same faces."}""",
        _ => null,
    };

    private string Page(IQueryCollection query)
    {
        int after = query.TryGetValue("cursor", out var cursor) ? int.Parse(cursor!) : 0;
        int limit = int.Parse(query["limit"]!);
        int[] page = [.. Enumerable.Range(after + 1, Math.Max(0, Math.Min(limit, candidates - after)))];
        return $$"""{"candidates":[{{string.Join(',', page.Select(Candidate))}}]{{(page.Length == limit ? $",\"next_cursor\":{page[^1]}" : "")}}}""";
    }

    private string Candidate(int id) =>
        $$"""{"id":{{id}},"day":"2026-03-05","user_id":"<i>user</i> {{id}}","photo_key":"u/{{id}}.png","predicted_class":"Soft","confidence":0.9{{id % 10}},"created_at":"2026-03-05T10:00:00+00:00","key":"k{{id}}",{{_decided.GetValueOrDefault(id, "\"state\":\"candidate\"")}}}""";
}
