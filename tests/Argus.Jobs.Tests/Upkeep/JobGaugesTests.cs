using System.Diagnostics.Metrics;
using System.Globalization;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;
using Argus.Data.Messaging.Mqtt;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;
using Argus.Jobs.Tests.Running;
using Argus.Jobs.Upkeep;
using Argus.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Jobs.Tests.Upkeep;

public sealed class JobGaugesTests
{
    [Fact]
    public async Task Metrics_OfTheService_HoldTheGauges()
    {
        await using var host = await JobsHost.StartAsync(o => o with { Roles = JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media });

        Assert.Contains("""argus_jobs{state="completed",task="image_embedding"} 0""", await host.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_AfterAMoment_TellsWhatTheStoreHolds()
    {
        var time = new FakeTimeProvider();
        using var folder = new TemporaryFolder();
        await using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = provider.GetRequiredService<IMeterFactory>();
        var options = new JobsOptions { Mqtt = new MqttOptions { Host = "127.0.0.1", ClientId = "t" } };
        var sinks = OutboxSinks.Of(options);
        await using var store = SqliteJobStore.Open(folder.At("jobs.db"), new JobStoreOptions { Sinks = sinks }, time);
        var gauges = new JobGauges(store, options, meters, time, NullLogger<JobGauges>.Instance);
        var jobs = await store.CreateAsync([.. Enumerable.Range(1, 3).Select(i => new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = i })]);
        Assert.Empty(Read(meters));
        await gauges.RefreshAsync(default);
        Assert.Equal("0", Read(meters)["argus.outbox mqtt waiting"]);
        time.Advance(TimeSpan.FromSeconds(5));
        await store.CancelAsync(jobs[0].Job.Id);

        await gauges.RefreshAsync(default);
        var first = Read(meters);
        await store.CancelAsync(jobs[1].Job.Id);
        await gauges.RefreshAsync(default);
        var soon = Read(meters);
        time.Advance(TimeSpan.FromSeconds(5));
        await gauges.RefreshAsync(default);
        var later = Read(meters);

        Assert.Equal(("1", "2", "1"), (first["argus.jobs error face_detection"], first["argus.jobs pending face_detection"], first["argus.outbox mqtt waiting"]));
        Assert.Equal(first, soon);
        Assert.Equal(("2", "1", "2"), (later["argus.jobs error face_detection"], later["argus.jobs pending face_detection"], later["argus.outbox mqtt waiting"]));
        Assert.Equal(("10", "0", "5"), (later["argus.jobs.oldest.pending face_detection"], later["argus.jobs.oldest.pending image_embedding"], later["argus.outbox.oldest mqtt"]));
    }

    private static Dictionary<string, string> Read(IMeterFactory meters)
    {
        Dictionary<string, string> read = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, it) => Enable(instrument, it) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => read[Name(instrument, tags)] = value.ToString(CultureInfo.InvariantCulture));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => read[Name(instrument, tags)] = value.ToString(CultureInfo.InvariantCulture));
        listener.Start();
        listener.RecordObservableInstruments();
        return read;

        // Other tests run services of their own beside this one.
        void Enable(Instrument instrument, MeterListener listener)
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.IsObservable)
                listener.EnableMeasurementEvents(instrument);
        }

        static string Name(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string name = instrument.Name;
            foreach (var tag in tags)
                name += $" {tag.Value}";
            return name;
        }
    }
}
