using System.Diagnostics.Metrics;
using Argus.Inference.Faces;

namespace Argus.ModelServer.Inference;

/// <summary>What the server counts beside the requests that the framework counts and the queue that the pool counts.</summary>
internal sealed class InferenceMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Argus.ModelServer";

    // A long text that is not streamed has its first byte when it has its last.
    private static readonly InstrumentAdvice<double> RelayBuckets = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
    };

    private readonly Meter _meter;
    private readonly Histogram<double> _stage;
    private readonly Counter<long> _faces;
    private readonly Counter<long> _pictures;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _relayed;

    public InferenceMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _stage = _meter.CreateHistogram<double>("argus.stage.duration", "s", "Time of one picture in each stage.");
        _faces = _meter.CreateCounter<long>("argus.faces", null, "Faces found.");
        _pictures = _meter.CreateCounter<long>("argus.pictures", null, "Pictures analysed.");
        _refused = _meter.CreateCounter<long>("argus.refused", null, "Requests refused, by status code.");
        _relayed = _meter.CreateHistogram("argus.chat.relay.first_byte", "s", "Time until the server behind a relay began to answer, by status code.", advice: RelayBuckets);
    }

    /// <summary>Adds a picture.</summary>
    public void Analyzed(FaceAnalysis analysis)
    {
        _pictures.Add(1);
        _faces.Add(analysis.Faces.Count);
        Stage("decode", analysis.Times.Decode);
        Stage("preprocess", analysis.Times.Preprocess);
        Stage("infer", analysis.Times.Infer);
        Stage("postprocess", analysis.Times.Postprocess);
    }

    /// <summary>Adds a refusal.</summary>
    public void Refused(int status) => _refused.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <summary>Adds a request that a server elsewhere answered, or could not.</summary>
    /// <param name="status">Status code that the caller got.</param>
    /// <param name="firstByte">Time until it was known.</param>
    public void Relayed(int status, TimeSpan firstByte) => _relayed.Record(firstByte.TotalSeconds, new KeyValuePair<string, object?>("status", status));

    /// <summary>Tells from now on which models are loaded and how they run.</summary>
    public void Observe(Func<IEnumerable<Measurement<int>>> info, Func<IEnumerable<Measurement<int>>> fallbackNodes, Func<int> ready)
    {
        _meter.CreateObservableGauge("argus.model.info", info, null, "1 for each graph: pack, digest, role, file and the provider that really runs it.");
        _meter.CreateObservableGauge("argus.fallback.nodes", fallbackNodes, null, "Graph nodes that compute on the CPU although a device was asked for.");
        _meter.CreateObservableGauge("argus.ready", ready, null, "1 where the server is ready.");
    }

    private void Stage(string stage, TimeSpan time) => _stage.Record(time.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
}
