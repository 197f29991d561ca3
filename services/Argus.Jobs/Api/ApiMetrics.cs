using System.Diagnostics.Metrics;
using Argus.Data.Jobs;

namespace Argus.Jobs.Api;

/// <summary>What the API counts.</summary>
internal sealed class ApiMetrics
{
    private readonly Counter<long> _asked;
    private readonly UpDownCounter<long> _streams;

    public ApiMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Argus.Jobs");
        _asked = meter.CreateCounter<long>("argus.jobs.asked", "{job}", "Jobs that were to be created, by task type and outcome.");
        _streams = meter.CreateUpDownCounter<long>("argus.jobs.event_streams", "{stream}", "Callers that listen to the events of a job.");
    }

    /// <summary>A job was to be created.</summary>
    public void Asked(string task, CreateOutcome outcome) =>
        _asked.Add(1, new("task", task), new("outcome", outcome switch
        {
            CreateOutcome.Created => "created",
            CreateOutcome.Repeated => "repeated",
            CreateOutcome.Exists => "exists",
            _ => "key_reused",
        }));

    /// <summary>A stream began (1) or ended (-1).</summary>
    public void Stream(int change) => _streams.Add(change);
}
