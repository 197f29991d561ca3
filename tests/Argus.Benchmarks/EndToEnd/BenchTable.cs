using System.Globalization;
using System.Text;

namespace Argus.Benchmarks.EndToEnd;

/// <summary>The result as a table for people (Markdown).</summary>
internal static class BenchTable
{
    public static string Render(BenchResult result)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Machine}, {result.Cores} cores, pack {result.Pack}");
        text.AppendLine(CultureInfo.InvariantCulture, $"server: ready in {result.ReadySeconds:0.00} s, idle CPU {result.IdleCpuPercent:0.0} %, resident {result.ReadyMegabytes:0} MB when ready, {result.ResidentMegabytes:0} MB after all loads");
        foreach (var photo in result.Photos)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"{photo.Photo}: {photo.Faces} faces, detector at {photo.DetectorShape}");
            text.AppendLine();
            text.AppendLine("| load | images/s | faces/s | p50 ms | p95 ms | p99 ms | CPU s/image | peak MB | to the limit (min to max) | to the limit, CPU time |");
            text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
            foreach (var r in photo.Loads)
                text.AppendLine(CultureInfo.InvariantCulture, $"| {r.Load} | {r.ImagesPerSecond:0.0} | {r.FacesPerSecond:0} | {r.P50Ms:0.0} | {r.P95Ms:0.0} | {r.P99Ms:0.0} | {r.CpuSecondsPerImage:0.0000} | {r.PeakMegabytes:0} | {r.RatioToLimit:0.000} ({r.RatioMin:0.000} to {r.RatioMax:0.000}) | {r.CpuRatioToLimit:0.000} |");
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"bare recognizer, a run on each core: {string.Join(", ", result.RecognizerFacesPerSecond.Select(r => $"{r.Value:0} faces/s with {r.Key} a run"))}");
        return text.ToString();
    }
}
