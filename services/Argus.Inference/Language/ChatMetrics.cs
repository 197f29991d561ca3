using System.Diagnostics.Metrics;
using Argus.Inference.Scheduling;

namespace Argus.Inference.Language;

/// <summary>What a scheduler tells the outside, under the meter <c>Argus.Inference</c>.</summary>
internal sealed class ChatMetrics : IDisposable
{
    private static readonly InstrumentAdvice<double> FirstBuckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private static readonly InstrumentAdvice<double> TokenBuckets = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    };

    private readonly Meter _meter = new(PoolMetrics.MeterName);
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _first;
    private readonly Histogram<double> _each;

    public ChatMetrics(ChatScheduler scheduler)
    {
        _tokens = _meter.CreateCounter<long>("argus.chat.tokens", "{token}", "Tokens of prompts and of answers.");
        _refused = _meter.CreateCounter<long>("argus.chat.refused", "{request}", "Requests that got no place, by reason.");
        _first = _meter.CreateHistogram("argus.chat.first_token", "s", "Time from a request to the first token of its answer.", advice: FirstBuckets);
        _each = _meter.CreateHistogram("argus.chat.token", "s", "Time between tokens of one answer, on average over it; its inverse is tokens a second.", advice: TokenBuckets);
        _meter.CreateObservableGauge("argus.chat.streams", () => scheduler.Active, "{request}", "Answers under way.");
        _meter.CreateObservableGauge("argus.chat.waiting", () => scheduler.Waiting, "{request}", "Requests that wait for a place.");
    }

    public void Ended(ChatStream stream, TimeProvider time)
    {
        _tokens.Add(stream.PromptTokens, new KeyValuePair<string, object?>("kind", "prompt"));
        int answered = stream.Tokens.Count;
        if (answered == 0)
            return;
        _tokens.Add(answered, new KeyValuePair<string, object?>("kind", "completion"));
        _first.Record(time.GetElapsedTime(stream.ArrivedAt, stream.FirstTokenAt).TotalSeconds);
        if (answered > 1)
            _each.Record(time.GetElapsedTime(stream.FirstTokenAt).TotalSeconds / (answered - 1));
    }

    public void Refused(Admission reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", PoolMetrics.Name(reason)));

    public void Dispose() => _meter.Dispose();
}
