using System.Collections.Concurrent;
using System.Text.Json;
using Argus.Cli.Tests.Remote;
using Microsoft.AspNetCore.Http;

namespace Argus.Cli.Tests.Jobs;

/// <summary>Media store and job service as their document has them; each job ends at its second look.</summary>
internal sealed class FakeJobService : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _looks = [];
    private int _entities;
    private FakeServer _media = null!;
    private FakeServer _jobs = null!;

    public Uri Media => _media.Address;

    public Uri Jobs => _jobs.Address;

    public IReadOnlyList<FakeRequest> MediaRequests => _media.Requests;

    public IReadOnlyList<FakeRequest> JobRequests => _jobs.Requests;

    /// <summary>Bodies of the jobs that were asked for.</summary>
    public ConcurrentQueue<JsonElement> Bodies { get; } = [];

    /// <summary>Fields of the uploads.</summary>
    public ConcurrentQueue<string> Labels { get; } = [];

    /// <summary>State, error message and result of a job that has ended.</summary>
    public Func<long, (string Status, string? Error, string? Result)> End { get; set; } = id => ("completed", null, $$"""{"face_count":0,"faces":[],"of":{{id}}}""");

    /// <summary>Answers to creations in place of the usual one, by their number from 1.</summary>
    public Func<HttpContext, int, Task?> BeforeCreation { get; set; } = (_, _) => null;

    /// <summary>How many looks find the job still at work.</summary>
    public int Looks { get; set; } = 1;

    public static async Task<FakeJobService> StartAsync()
    {
        var service = new FakeJobService();
        service._media = await FakeServer.StartAsync(service.StoreAsync);
        service._jobs = await FakeServer.StartAsync(service.AnswerAsync);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _media.DisposeAsync();
        await _jobs.DisposeAsync();
    }

    private async Task StoreAsync(HttpContext http, int number)
    {
        var form = await http.Request.ReadFormAsync();
        if (http.Request.Path != "/entity/" || form["is_collection"] != "false" || form.Files.GetFile("file") is null)
        {
            await FakeServer.RefuseAsync(http, 422, "not as the document says");
            return;
        }

        Labels.Enqueue(form["label"]!);
        await FakeServer.WriteAsync(http, 201, $$"""{"id":{{Interlocked.Increment(ref _entities)}},"label":"x"}""");
    }

    private async Task AnswerAsync(HttpContext http, int number)
    {
        string[] path = http.Request.Path.Value!.Split('/');
        if (http.Request.Method == "GET")
        {
            await LookAsync(http, path[2]);
            return;
        }

        if (BeforeCreation(http, number) is { } other)
        {
            await other;
            return;
        }

        var body = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
        Bodies.Enqueue(body);
        long id = body.GetProperty("media_store_id").GetInt64();
        await FakeServer.WriteAsync(http, 201, Body(new Guid((int)id, 0, 0, new byte[8]).ToString(), path[2], id, ("pending", null, null)));
    }

    private Task LookAsync(HttpContext http, string job)
    {
        long id = Convert.ToInt64(job[..8], 16);
        bool ended = _looks.AddOrUpdate(job, 1, (_, before) => before + 1) > Looks;
        return FakeServer.WriteAsync(http, 200, Body(job, "face_detection", id, ended ? End(id) : ("processing", null, null)));
    }

    private static string Body(string job, string task, long id, (string Status, string? Error, string? Result) end) =>
        $$"""{"job_id":"{{job}}","task_type":"{{task}}","media_store_id":{{id}},"status":"{{end.Status}}","priority":5,"created_at":1732000000000,"started_at":null,"completed_at":null,"error_message":{{JsonSerializer.Serialize(end.Error)}},"result":{{end.Result ?? "null"}}}""";
}
