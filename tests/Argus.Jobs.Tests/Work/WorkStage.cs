using System.Diagnostics.Metrics;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Vectors;
using Argus.Data.Vectors.Embedded;
using Argus.Jobs.Configuration;
using Argus.Jobs.Media;
using Argus.Jobs.Models;
using Argus.Jobs.Tests.Fakes;
using Argus.Jobs.Video;
using Argus.Jobs.Work;
using Argus.Jobs.Work.Running;
using Argus.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Jobs.Tests.Work;

/// <summary>A worker between a true store of jobs, a true store of vectors and a platform of fakes.</summary>
internal sealed class WorkStage : IAsyncDisposable
{
    /// <summary>Name of the file of jobs.</summary>
    public const string Database = "jobs.db";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SqliteJobStore _jobs;
    private readonly ModelClient _models;
    private readonly RemoteMediaStore _media;
    private Worker? _worker;

    private WorkStage(FakePlatform platform, TemporaryFolder folder, Func<JobsOptions, JobsOptions>? change, TimeProvider time, IVectorStore? vectors)
    {
        (Platform, _folder) = (platform, folder);
        var options = new JobsOptions
        {
            MediaStore = platform.Url,
            Inference = platform.Url,
            Workers = 4,
            ShutdownTimeout = TimeSpan.FromSeconds(20),
            Jobs = new() { RetryDelay = TimeSpan.FromMilliseconds(20), SyncDelay = TimeSpan.FromMilliseconds(20), Sinks = [new("events", Draft)] },
        };
        Options = change?.Invoke(options) ?? options;
        Time = time;
        _jobs = SqliteJobStore.Open(_folder.At(Database), Options.Jobs, time);
        (Jobs, Door) = StoreProxy.Around(_jobs);
        Vectors = vectors ?? new EmbeddedVectorStore(new EmbeddedVectorOptions { Folder = _folder.At("vectors") }, NullLogger<EmbeddedVectorStore>.Instance);
        Metrics = new(_services.GetRequiredService<IMeterFactory>(), Options.Jobs);
        _models = new(Options, time);
        _media = new(platform.Url, Options, new VideoFolder(Options), time);
        var found = new ServiceCollection().AddSingleton(Vectors).BuildServiceProvider();
        var videos = new VideoTask(new FfmpegProgram(Options), new FrameModel(_models, Metrics, time), new TrackNames(found, _media), new TrackPoints(found), Jobs, Options, time);
        Runner = new(_media, new PictureTasks(_models, new VectorWriter(Vectors, Metrics, time), Metrics, time), videos, Metrics, time);
    }

    public FakePlatform Platform { get; }

    public JobsOptions Options { get; }

    public TimeProvider Time { get; }

    public IJobStore Jobs { get; }

    public StoreProxy Door { get; }

    public IVectorStore Vectors { get; }

    public WorkMetrics Metrics { get; }

    public JobRunner Runner { get; }

    /// <summary>A stage whose worker waits for <see cref="Work"/>.</summary>
    /// <param name="change">Of settings.</param>
    /// <param name="time">The clock; null: the true one.</param>
    /// <param name="folder">With the file that an earlier process left; null: a new one. It goes with the stage.</param>
    /// <param name="vectors">Where vectors are; null: in the folder. It goes with the stage.</param>
    public static async Task<WorkStage> OpenAsync(Func<JobsOptions, JobsOptions>? change = null, TimeProvider? time = null, TemporaryFolder? folder = null, IVectorStore? vectors = null) =>
        new(await FakePlatform.StartAsync(), folder ?? new(), change, time ?? TimeProvider.System, vectors);

    /// <summary>A stage at work.</summary>
    public static async Task<WorkStage> StartAsync(Func<JobsOptions, JobsOptions>? change = null)
    {
        var stage = await OpenAsync(change);
        await stage.WorkAsync();
        return stage;
    }

    /// <summary>Lets work begin.</summary>
    public Task WorkAsync(JobRun? run = null, Func<KafkaIntake>? intake = null)
    {
        _worker = new(Jobs, Options, run ?? Runner.RunAsync, Runner.DeliverAsync, Metrics, intake, Time, NullLogger<Worker>.Instance);
        return _worker.StartAsync(default);
    }

    /// <summary>Ends work, as at a shutdown.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _worker, null) is not { } worker)
            return;
        await worker.StopAsync(default);
        worker.Dispose();
    }

    public async Task<Job> CreateAsync(long media, string task = JobTasks.ImageEmbedding, int priority = 5, string? trace = null) =>
        Assert.Single(await Jobs.CreateAsync([new NewJob { TaskType = task, MediaStoreId = media, Priority = priority, TraceParent = trace }])).Job;

    public async Task<Job> CreateVideoAsync(long media, VideoFacesParameters how) =>
        Assert.Single(await Jobs.CreateAsync([new NewJob { TaskType = JobTasks.VideoFaces, MediaStoreId = media, Parameters = how }])).Job;

    /// <summary>Waits until a job is in a state, and gives it.</summary>
    public Task<Job> UntilAsync(Guid id, params JobState[] states) => UntilAsync(id, job => states.Contains(job.State));

    public async Task<Job> UntilAsync(Guid id, Func<Job, bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var next = _jobs.Signals.Changes.Next;
            var job = (await _jobs.GetAsync(id))!;
            if (holds(job))
                return job;
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The job stays so: {job}");
            }
        }
    }

    /// <summary>Creates a job and waits for its end.</summary>
    public async Task<Job> DoAsync(long media, string task = JobTasks.ImageEmbedding) =>
        await UntilAsync((await CreateAsync(media, task)).Id, JobState.Completed, JobState.Error);

    /// <summary>What the store told of jobs: kind and id.</summary>
    public async Task<IReadOnlyList<(string Kind, Guid Job)>> EventsAsync()
    {
        List<(string, Guid)> events = [];
        long last = 0;
        while (await _jobs.ReadOutboxAsync("events", last, 1000) is { Count: > 0 } page)
        {
            events.AddRange(page.Select(m => (m.Topic, Guid.Parse(m.Key))));
            last = page[^1].Id;
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        Door.Fault = _ => null;
        await StopAsync();
        _media.Dispose();
        _models.Dispose();
        await Platform.DisposeAsync();
        await _jobs.DisposeAsync();
        await Vectors.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private static OutboxDraft? Draft(JobEvent @event) =>
        @event.Kind is JobEventKind.Ready or JobEventKind.Retrying ? null : new(@event.Kind.ToString(), new Dictionary<string, string>(), new byte[] { 1 });
}
