using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;
using Argus.Data.Tests.Jobs.Conformance;
using Argus.Testing;
using Argus.Testing.Processes;
using Argus.Testing.Users;

namespace Argus.Data.Tests.Jobs;

/// <summary>What is peculiar to a file.</summary>
public sealed class SqliteJobStoreTests : IAsyncDisposable
{
    private readonly SqlitePlace _place = new();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task Store_WhoseProgramIsKilled_HasAllThatWasAcknowledged()
    {
        var random = new Random(5);
        HashSet<string> created = [], completed = [];
        for (int round = 0; round < 5; round++)
        {
            string file = Path.Combine(_place.Folder, $"{round}.db");
            await using var program = new ProgramRun("Argus.Data.Tests", ["write-jobs", file], new Dictionary<string, string>());
            int enough = random.Next(20, 400);
            await program.UntilLineAsync(_ => program.Lines.Count >= enough);
            await program.KillAsync();

            await using var store = SqliteJobStore.Open(file, new(), TimeProvider.System);
            // The last line may be cut off.
            var lines = program.Lines.Select(l => l.Split(' ')).Where(l => l.Length == 2 && l[1].Length == 36).ToArray();
            var events = (await store.ReadOutboxAsync("a", 0, int.MaxValue)).Select(r => r.Key).ToHashSet();
            foreach (string[] line in lines)
            {
                var job = await store.GetAsync(Guid.Parse(line[1]));
                Assert.NotNull(job);
                if (line[0] == "completed")
                    Assert.Equal((JobState.Completed, true), (job.State, events.Contains(line[1])));
            }

            Assert.Equal(events.Count, (await store.CountAsync()).Jobs.Where(c => c.State == JobState.Completed).Sum(c => c.Count));
            await _place.RunAsync("SELECT 1");
            using var session = new SqliteSession(file, readOnly: true);
            Assert.Equal(["ok"], session.Rows(row => row.GetString(0), "PRAGMA integrity_check"));
        }
    }

    [Fact]
    public async Task Store_OnAFullDisk_SaysSoLosesNothingAndGoesOn()
    {
        await using var store = SqliteJobStore.Open(_place.File, new(), TimeProvider.System);
        // The limit that SQLite itself can be given leads through the same code as that of a disk.
        long pages = await store.Writer.DoAsync(session => session.Number("PRAGMA page_count")!.Value, default);
        await store.Writer.DoAsync(session => session.Number($"PRAGMA max_page_count = {pages + 20}"), default);
        ConcurrentBag<Guid> kept = [];
        ConcurrentBag<JobStoreException> faults = [];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            try
            {
                for (int i = 0; ; i++)
                    kept.Add((await store.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = (i * 4) + worker }]))[0].Job.Id);
            }
            catch (JobStoreException error)
            {
                faults.Add(error);
            }
        })));

        Assert.Equal(4, faults.Count);
        Assert.All(faults, fault => Assert.Equal((JobStoreFault.Full, true), (fault.Fault, fault.Message.Contains(_place.File, StringComparison.Ordinal))));
        Assert.True(kept.Count > 50);
        foreach (var id in kept)
            Assert.NotNull(await store.GetAsync(id));
        await store.Writer.DoAsync(session => session.Number($"PRAGMA max_page_count = {pages + 2000}"), default);
        Assert.Equal(CreateOutcome.Created, (await store.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = -1 }]))[0].Outcome);
        Assert.Equal(kept.Count + 1, (await store.CountAsync()).Jobs.Sum(c => c.Count));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Open_AReadOnlyFile_SaysWhatToDo()
    {
        await SqliteJobStore.Open(_place.File, new(), TimeProvider.System).DisposeAsync();
        File.SetUnixFileMode(_place.File, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(_place.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        try
        {
            var error = Assert.Throws<JobStoreException>(() => OrdinaryUser.Do(() => SqliteJobStore.Open(_place.File, new(), TimeProvider.System)));
            Assert.Equal(JobStoreFault.ReadOnly, error.Fault);
            Assert.Contains("right to write", error.Message);
        }
        finally
        {
            File.SetUnixFileMode(_place.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Open_WhatIsNoDatabaseOfJobs_Refuses()
    {
        Assert.Equal(JobStoreFault.ReadOnly, Fault("/nowhere/at/all.db").Fault);

        string text = Path.Combine(_place.Folder, "text");
        await File.WriteAllTextAsync(text, new string('x', 10_000));
        Assert.Equal(JobStoreFault.Corrupt, Fault(text).Fault);
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(text));

        await _place.RunAsync("CREATE TABLE photos (id INTEGER)");
        Assert.Contains("something else", Fault(_place.File).Message);

        JobStoreException Fault(string path) => Assert.Throws<JobStoreException>(() => SqliteJobStore.Open(path, new(), TimeProvider.System));
    }

    [Fact]
    public async Task Open_ANewerDatabase_RefusesAndLeavesItAlone()
    {
        await SqliteJobStore.Open(_place.File, new(), TimeProvider.System).DisposeAsync();
        await _place.RunAsync("PRAGMA user_version = 99");

        var error = Assert.Throws<JobStoreException>(() => SqliteJobStore.Open(_place.File, new(), TimeProvider.System));

        Assert.Equal(JobStoreFault.Newer, error.Fault);
        Assert.Contains("version 99", error.Message);
        using var session = new SqliteSession(_place.File, readOnly: true);
        Assert.Equal(99, session.Number("PRAGMA user_version"));
    }

    [Fact]
    public async Task Write_WhileAnotherProgramHoldsTheFile_WaitsForIt()
    {
        await using var store = SqliteJobStore.Open(_place.File, new(), TimeProvider.System);
        using var other = new SqliteSession(_place.File, readOnly: false);
        other.Run("BEGIN IMMEDIATE");

        var writing = store.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = 1 }]);
        // Readers are held up by nobody.
        Assert.Empty((await store.ListAsync(new())).Jobs);
        Assert.False(writing.IsCompleted);
        other.Run("COMMIT");

        Assert.Equal(CreateOutcome.Created, (await writing.WaitAsync(TimeSpan.FromSeconds(30)))[0].Outcome);
    }

    [Fact]
    public async Task Dispose_WithWorkQueued_DoesItFirst()
    {
        var store = SqliteJobStore.Open(_place.File, new(), TimeProvider.System);
        var writing = Enumerable.Range(0, 100).Select(i => store.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = i }])).ToArray();
        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(writing), r => Assert.Equal(CreateOutcome.Created, r[0].Outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CancelAsync(Guid.Empty));
    }

    [Fact]
    public async Task Write_CancelledInTheQueue_IsNotDone()
    {
        await using var store = SqliteJobStore.Open(_place.File, new(), TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        using var held = new ManualResetEventSlim();
        var before = store.Writer.DoAsync(_ => held.Wait(TimeSpan.FromSeconds(30)), default);
        var writing = store.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = 1 }], cancel.Token);
        await cancel.CancelAsync();
        held.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.True(await before);
        Assert.Empty((await store.ListAsync(new())).Jobs);
    }
}
