using System.Globalization;
using System.Text;

namespace Argus.ServiceDefaults.Metrics;

/// <summary>The Prometheus text exposition format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Name by the conventions: characters outside [a-zA-Z0-9_:] become _, the base unit and _total are appended.</summary>
    public static string MetricName(string name, string? unit, FamilyKind kind)
    {
        string suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "%" => "_percent",
            _ => "",
        };
        string clean = LabelName(name);
        if (!clean.EndsWith(suffix, StringComparison.Ordinal))
            clean += suffix;
        return kind == FamilyKind.Counter && !clean.EndsWith("_total", StringComparison.Ordinal) ? clean + "_total" : clean;
    }

    public static void Write(StringBuilder text, Family family)
    {
        var series = family.Series.ToArray();
        if (series.Length == 0)
            return;
        if (family.Help.Length > 0)
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
        text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind switch
        {
            FamilyKind.Counter => "counter",
            FamilyKind.Histogram => "histogram",
            _ => "gauge",
        }).Append('\n');
        foreach (var (labels, one) in series)
        {
            if (family.Bounds is { } bounds)
                WriteHistogram(text, family.Name, labels, one, bounds);
            else
                WriteSample(text, family.Name, labels, null, one.Value);
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, LabelSet labels, Series series, double[] bounds)
    {
        // The count is the sum of the buckets as read, so that it always equals the last bucket.
        long[] counts = series.Buckets();
        long sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            WriteSample(text, name + "_bucket", labels, i < bounds.Length ? Number(bounds[i]) : "+Inf", sum);
        }

        WriteSample(text, name + "_sum", labels, null, series.Value);
        WriteSample(text, name + "_count", labels, null, sum);
    }

    private static void WriteSample(StringBuilder text, string name, LabelSet labels, string? upTo, double value)
    {
        text.Append(name);
        char separator = '{';
        foreach (var (key, label) in labels.Labels)
        {
            text.Append(separator).Append(LabelName(key)).Append("=\"").Append(Escape(Convert.ToString(label, CultureInfo.InvariantCulture) ?? "")).Append('"');
            separator = ',';
        }

        if (upTo is not null)
        {
            text.Append(separator).Append("le=\"").Append(upTo).Append('"');
            separator = ',';
        }

        text.Append(separator == ',' ? "} " : " ").Append(Number(value)).Append('\n');
    }

    private static string LabelName(string name)
    {
        string clean = string.Create(name.Length, name, static (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
                to[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
        });
        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
