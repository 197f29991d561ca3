using System.Diagnostics.Metrics;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Messaging.Outbox;
using Argus.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;
using Argus.Jobs.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Argus.Benchmarks.Jobs;

/// <summary>The service with all its parts, but for the models: its worker does nothing with a job. Its API answers on a port of loopback.</summary>
internal sealed class JobsStage : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly JobsOptions _options;
    private readonly List<IHostedService> _services = [];
    private readonly KafkaPublisher? _publisher;

    private JobsStage(WebApplication app, JobsOptions options, JobRun run)
    {
        (_app, _options) = (app, options);
        var time = TimeProvider.System;
        var logs = app.Services.GetRequiredService<ILoggerFactory>();
        Func<KafkaIntake>? intake = null;
        if (options.Kafka is { } kafka)
        {
            _publisher = new(kafka, TimeSpan.FromSeconds(30), logs.CreateLogger<KafkaPublisher>());
            _services.Add(new EventPump(new KafkaEventSink(_publisher), Jobs, options, time, logs.CreateLogger<OutboxPump>()));
            var settings = new KafkaIntakeOptions { Tasks = JobTasks.All, Group = options.KafkaGroup, Drain = TimeSpan.FromSeconds(1) };
            intake = () => new KafkaIntake(kafka, settings, _publisher, time, new Random(), logs.CreateLogger<KafkaIntake>());
        }

        Ended = new EndCounter();
        _services.Add(new Worker(Jobs, options, run, run, new WorkMetrics(app.Services.GetRequiredService<IMeterFactory>(), options.Jobs), intake, time, logs.CreateLogger<Worker>()));
    }

    /// <summary>The store.</summary>
    public IJobStore Jobs => _app.Services.GetRequiredService<IJobStore>();

    /// <summary>Where the API answers.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Counts the jobs that have ended.</summary>
    public EndCounter Ended { get; }

    /// <summary>Starts it.</summary>
    /// <param name="options">Role api: the worker is this stage's own.</param>
    /// <param name="run">What is done with a job; null: nothing.</param>
    public static async Task<JobsStage> StartAsync(JobsOptions options, JobRun? run = null)
    {
        var app = await JobsApp.CreateAsync(options, TimeProvider.System);
        var stage = new JobsStage(app, options, run ?? ((claim, _, _) => Task.FromResult(JobOutcome.Completed(claim.Lease, "{}"))));
        await app.StartAsync();
        foreach (var service in stage._services)
            await service.StartAsync(default);
        return stage;
    }

    /// <summary>Makes sure that all is as it should be: every job completed, and nothing left to be told.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public async Task CheckAsync(int jobs)
    {
        var counted = await Jobs.CountAsync();
        long completed = counted.Jobs.Where(j => j.State == JobState.Completed).Sum(j => j.Count);
        if (completed != jobs || counted.Jobs.Sum(j => j.Count) != jobs)
            throw new InvalidOperationException($"Of {jobs} jobs {completed} completed: {string.Join(", ", counted.Jobs)}");
    }

    /// <summary>Waits until the outbox is empty.</summary>
    public async Task DrainAsync()
    {
        while ((await Jobs.CountAsync()).Outbox.Sum(o => o.Waiting) > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(_services))
        {
            await service.StopAsync(default);
            (service as IDisposable)?.Dispose();
        }

        if (_publisher is not null)
            await _publisher.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Ended.Dispose();
        if (_options.Database is null)
            Directory.Delete(_options.Data, recursive: true);
    }
}
