using System.Collections.Concurrent;
using System.Globalization;
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

    /// <summary>Results that were delivered, by job: each text that came.</summary>
    public ConcurrentDictionary<Guid, ConcurrentDictionary<string, int>> Results { get; } = [];

    /// <summary>While true, requests get no answer; those that came meanwhile never get one.</summary>
    public bool Hangs { get; set; }

    public static async Task<StormPlatform> StartAsync(StormPlan plan, Pace pace, int seed)
    {
        var fake = await FakePlatform.StartAsync();
        var storm = new StormPlatform(fake, plan, pace, seed);
        fake.File = (id, http) => storm.AnswerAsync(http, () => plan.FateOf(id) == Fate.Missing ? FakePlatform.RefuseAsync(http, 404) : http.Response.WriteAsync(Picture(id)));
        fake.Embed = (id, http) => storm.AnswerAsync(http, () => storm.ModelAsync(id, http, () => FakePlatform.WriteVectorAsync(http, id)));
        fake.Detect = (id, http) => storm.AnswerAsync(http, () => storm.ModelAsync(id, http, () => FakePlatform.WriteFacesAsync(http, StormPlan.FacesOf(id))));
        fake.Results = (_, http) => storm.AnswerAsync(http, () => Task.CompletedTask);
        return storm;
    }

    /// <summary>The file of a picture, by which the model knows it.</summary>
    public static string Picture(long id) => string.Create(CultureInfo.InvariantCulture, $"picture {id} ");

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
