using System.Diagnostics.CodeAnalysis;

namespace Argus.ServiceDefaults.Metrics;

/// <summary>The labels of one series, in the order they were recorded.</summary>
internal sealed class LabelSet(KeyValuePair<string, object?>[] labels)
{
    /// <summary>No labels.</summary>
    public static LabelSet Empty { get; } = new([]);

    /// <summary>Where series beyond the limit are counted together.</summary>
    public static LabelSet Overflow { get; } = new([new("overflow", "true")]);

    public KeyValuePair<string, object?>[] Labels { get; } = labels;
}

/// <summary>Compares label sets, also with the span a measurement comes with, so that recording allocates nothing.</summary>
internal sealed class LabelSetComparer : IEqualityComparer<LabelSet>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, LabelSet>
{
    public static LabelSetComparer Instance { get; } = new();

    public bool Equals(LabelSet? x, LabelSet? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && Equals(x.Labels, y));

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, LabelSet other)
    {
        var labels = other.Labels;
        if (alternate.Length != labels.Length)
            return false;
        for (int i = 0; i < labels.Length; i++)
        {
            if (alternate[i].Key != labels[i].Key || !Equals(alternate[i].Value, labels[i].Value))
                return false;
        }

        return true;
    }

    public int GetHashCode([DisallowNull] LabelSet obj) => GetHashCode(obj.Labels);

    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
    {
        var hash = new HashCode();
        foreach (var (key, value) in alternate)
        {
            hash.Add(key);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public LabelSet Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => new(alternate.ToArray());
}
