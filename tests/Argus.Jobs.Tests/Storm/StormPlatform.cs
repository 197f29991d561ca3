using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Argus.Jobs.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace Argus.Jobs.Tests.Storm;

/// <summary>Media store and models of a storm: they treat pictures by their fates, and can be made to hang or to break connections.</summary>
internal sealed class StormPlatform(FakePlatform fake, StormPlan plan, Pace pace, int seed) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string, long), bool> _failed = [];
    private readonly Random _latency = new(seed);
    private int _toCut;

    public Uri Url => fake.Url;

    public StormFiles Files { get; } = new(plan);

    /// <summary>Results that were delivered, by job: each text that came.</summary>
    public ConcurrentDictionary<Guid, ConcurrentDictionary<string, int>> Results { get; } = [];

    /// <summary>While true, requests get no answer; those that came meanwhile never get one.</summary>
    public bool Hangs { get; set; }

    public static async Task<StormPlatform> StartAsync(StormPlan plan, Pace pace, int seed)
    {
        var fake = await FakePlatform.StartAsync();
        var storm = new StormPlatform(fake, plan, pace, seed);
        fake.NumberOf = StormFiles.NumberOf;
        fake.File = (id, http) => storm.AnswerAsync(http, () => plan.FateOf(id) == Fate.Missing ? FakePlatform.RefuseAsync(http, 404) : http.Response.Body.WriteAsync(storm.Files.Of(id)).AsTask());
        fake.Embed = (id, http) => storm.AnswerAsync(http, () => storm.ModelAsync(id, http, () => FakePlatform.WriteVectorAsync(http, id)));
        fake.Detect = (id, http) => storm.AnswerAsync(http, () => storm.ModelAsync(id, http, () => WriteFacesAsync(id, http)));
        fake.Results = (_, http) => storm.AnswerAsync(http, () => Task.CompletedTask);
        return storm;
    }

    /// <summary>Breaks the next so many connections, after the request was read.</summary>
    public void Cut(int requests) => Interlocked.Add(ref _toCut, requests);

    /// <summary>Ends all disturbance.</summary>
    public void Heal()
    {
        Hangs = false;
        Interlocked.Exchange(ref _toCut, 0);
    }

    /// <summary>Takes what was delivered out of the calls.</summary>
    public void ReadResults()
    {
        foreach (var call in fake.Calls.Where(c => c.Path.EndsWith("/results", StringComparison.Ordinal)))
        {
            var body = JsonNode.Parse(call.Body)!;
            Results.GetOrAdd((Guid)body["job_id"]!, _ => []).AddOrUpdate(body["result"]!.ToJsonString(), 1, (_, count) => count + 1);
        }
    }

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    // Each film's faces are a little other than those of all pictures and all other films.
    private static Task WriteFacesAsync(long id, HttpContext http)
    {
        if (!StormPlan.IsFilm(id))
            return FakePlatform.WriteFacesAsync(http, StormPlan.FacesOf(id));
        http.Response.Headers["X-Argus-Verify-Threshold"] = "0.9";
        var (sin, cos) = MathF.SinCos(id * MathF.Tau / 1000);
        return FakePlatform.WriteFacesAsync(http, StormPlan.FacesOf(id), vector: face => [cos, sin, face, 1]);
    }

    private async Task AnswerAsync(HttpContext http, Func<Task> answer)
    {
        pace.Step();
        if (Interlocked.Decrement(ref _toCut) >= 0)
        {
            http.Abort();
            return;
        }

        Interlocked.Increment(ref _toCut);
        if (Hangs)
            await FakePlatform.HangAsync(http);
        else
            await answer();
    }

    private async Task ModelAsync(long id, HttpContext http, Func<Task> well)
    {
        int latency;
        lock (_latency)
            latency = _latency.Next(5, 80);
        // As if it computed: so kills find work in hand.
        await Task.Delay(latency, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await (plan.FateOf(id) switch
        {
            Fate.Refused => FakePlatform.RefuseAsync(http, 422, "This is no picture."),
            Fate.Poison => FakePlatform.RefuseAsync(http, 500, "It crashes me."),
            Fate.Flaky when _failed.TryAdd((http.Request.Path + http.Request.QueryString, id), true) => FakePlatform.RefuseAsync(http, 500, "Once."),
            _ => well(),
        });
    }
}
