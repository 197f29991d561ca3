using System.Diagnostics.Metrics;

namespace Argus.Kube.Client;

/// <summary>Measures of the client, under the meter <c>Argus.Kube</c>.</summary>
internal static class KubernetesMetrics
{
    private static readonly Meter Meter = new("Argus.Kube");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("kubernetes.client.request.duration", "s", "Time from sending a request to the API server to its answer; until the first byte for watches.");

    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("kubernetes.client.retries", null, "Requests that were sent again.");

    /// <param name="code">0 when no answer came.</param>
    public static void Sent(ApiRequest request, int code, TimeSpan took) =>
        Duration.Record(took.TotalSeconds, new("method", request.Method.Method), new KeyValuePair<string, object?>("code", code));

    public static void Retried(ApiRequest request) => Retries.Add(1, new KeyValuePair<string, object?>("method", request.Method.Method));
}
