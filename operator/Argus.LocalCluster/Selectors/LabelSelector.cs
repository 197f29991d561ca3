namespace Argus.LocalCluster.Selectors;

/// <summary>A labelSelector parameter: all requirements must hold.</summary>
internal sealed class LabelSelector
{
    private readonly IReadOnlyList<LabelRequirement> _requirements;

    private LabelSelector(IReadOnlyList<LabelRequirement> requirements) => _requirements = requirements;

    /// <summary>Matches everything.</summary>
    public static LabelSelector Everything { get; } = new([]);

    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>Reads a parameter; returns what is wrong with it in the words of the server, or null.</summary>
    public static string? Parse(string? text, out LabelSelector selector)
    {
        selector = Everything;
        if (string.IsNullOrEmpty(text))
            return null;
        var parser = new LabelSelectorParser(text);
        if (parser.Parse(out var requirements) is { } error)
            return error;
        selector = new LabelSelector(requirements);
        return null;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in _requirements)
            if (!requirement.Matches(labels))
                return false;
        return true;
    }
}
