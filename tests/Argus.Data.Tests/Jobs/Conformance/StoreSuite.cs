using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Testing;

namespace Argus.Data.Tests.Jobs.Conformance;

/// <summary>What the tests of all stores share.</summary>
public abstract class StoreSuite(IStorePlace place) : IAsyncLifetime
{
    protected const string Task1 = JobTasks.FaceDetection;
    protected const string Task2 = JobTasks.ImageEmbedding;
    private readonly List<IJobStore> _stores = [];

    protected FakeTimeProvider Clock { get; } = new();

    protected IStorePlace Place => place;

    protected static JobStoreOptions Options { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        await place.DisposeAsync();
    }

    protected async Task<IJobStore> OpenAsync(JobStoreOptions? options = null)
    {
        var store = await place.OpenAsync(options ?? Options, Clock);
        _stores.Add(store);
        return store;
    }

    protected static NewJob Wish(long media, int priority = 5, string task = Task1) => new() { TaskType = task, MediaStoreId = media, Priority = priority };

    protected static async Task<Job> CreateAsync(IJobStore store, long media, int priority = 5, string task = Task1)
    {
        var result = Assert.Single(await store.CreateAsync([Wish(media, priority, task)]));
        Assert.Equal(CreateOutcome.Created, result.Outcome);
        return result.Job;
    }

    protected static async Task<Claim> ClaimAsync(IJobStore store) => Assert.Single(await store.ClaimAsync(JobTasks.All, 1));

    protected static async Task<bool> FinishAsync(IJobStore store, JobOutcome outcome) => Assert.Single(await store.FinishAsync([outcome]));

    protected static async Task<Job> GetAsync(IJobStore store, Guid id) => (await store.GetAsync(id))!;

    /// <summary>A sink that writes the kind and the state, and who waits for events gets all.</summary>
    protected static OutboxSink Sink(string name, Func<JobEvent, bool>? wants = null) => new(name, @event => wants?.Invoke(@event) == false
        ? null
        : new($"topic.{@event.Kind}", new Dictionary<string, string> { ["traceparent"] = @event.Job.TraceParent ?? "none" }, System.Text.Encoding.UTF8.GetBytes($"{@event.Job.Id} {@event.Job.State} {@event.Job.Fence}")));
}
