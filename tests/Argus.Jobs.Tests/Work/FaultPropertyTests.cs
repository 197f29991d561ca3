using System.Collections.Concurrent;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace Argus.Jobs.Tests.Work;

/// <summary>Whatever fails on the way, every job ends once, in the state that its picture deserves.</summary>
public sealed class FaultPropertyTests
{
    private const int Pictures = 40;

    private enum Fate
    {
        Good,
        FlakyFetch,
        FlakyModel,
        FlakyDelivery,
        Missing,
        Poison,
        Dead,
    }

    [Fact]
    public void Work_AmidRandomFaults_EndsEveryJobOnceAsItDeserves() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Task.Run(() => RunAsync(new Random(seed))).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5).WithReplay(2026, 7));

    private static async Task RunAsync(Random random)
    {
        var fates = Enumerable.Range(0, Pictures).Select(_ => (Fate)random.Next(7)).ToArray();
        var patience = Enumerable.Range(0, Pictures).Select(_ => random.Next(1, 4)).ToArray();
        await using var stage = await WorkStage.OpenAsync(o => o with { Workers = 6 });
        Break(stage.Platform, fates, patience);
        var chance = new Random(random.Next());
        stage.Door.Fault = method =>
        {
            // Signals is a property, and the test itself creates and reads.
            if (method is not ("ClaimAsync" or "ClaimForSyncAsync" or "FinishAsync" or "ExtendAsync"))
                return null;
            lock (chance)
                return chance.Next(6) == 0 ? new JobStoreException(JobStoreFault.Unavailable, "Away.") : null;
        };
        await stage.WorkAsync();

        var made = await stage.Jobs.CreateAsync([.. Enumerable.Range(0, Pictures).Select(i => new NewJob { TaskType = JobTasks.All[i % 3], MediaStoreId = i, Priority = i % 11 })]);

        for (int i = 0; i < Pictures; i++)
        {
            var job = await stage.UntilAsync(made[i].Job.Id, JobState.Completed, JobState.Error);
            Assert.Equal(fates[i] is Fate.Missing or Fate.Poison or Fate.Dead ? JobState.Error : JobState.Completed, job.State);
            int attempts = fates[i] switch { Fate.FlakyFetch or Fate.FlakyModel => 1 + patience[i], Fate.Dead => 4, _ => 1 };
            Assert.Equal(attempts, job.Attempts);
        }

        var ends = (await stage.EventsAsync()).Where(e => e.Kind != "SyncFailed").ToArray();
        Assert.Equal(made.Select(m => m.Job.Id).Order(), ends.Select(e => e.Job).Order());
    }

    private static void Break(FakePlatform platform, Fate[] fates, int[] patience)
    {
        ConcurrentDictionary<(Fate, long), int> calls = [];
        bool Fails(Fate fate, long id) => fates[id] == fate && calls.AddOrUpdate((fate, id), 1, (_, count) => count + 1) <= patience[id];
        platform.File = (id, http) => fates[id] == Fate.Missing ? FakePlatform.RefuseAsync(http, 404)
            : fates[id] == Fate.Dead ? FakePlatform.RefuseAsync(http, 500)
            : Fails(Fate.FlakyFetch, id) ? Abort(http)
            : http.Response.WriteAsync($"picture {id}");
        platform.Embed = (id, http) => Answer(id, http, () => FakePlatform.WriteVectorAsync(http, id));
        platform.Detect = (id, http) => Answer(id, http, () => FakePlatform.WriteFacesAsync(http, (int)id % 3));
        platform.Results = (id, http) => Fails(Fate.FlakyDelivery, id) ? Abort(http) : Task.CompletedTask;

        Task Answer(long id, HttpContext http, Func<Task> well) =>
            fates[id] == Fate.Poison ? FakePlatform.RefuseAsync(http, 422, "Poison.") : Fails(Fate.FlakyModel, id) ? Abort(http) : well();
    }

    // As a server that is killed.
    private static Task Abort(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }
}
