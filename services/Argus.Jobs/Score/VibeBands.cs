using System.Collections.Immutable;
using System.Globalization;

namespace Argus.Jobs.Score;

/// <summary>Names for ranges of scores.</summary>
internal sealed class VibeBands
{
    private readonly ImmutableArray<(double From, string Name)> _bands;

    private VibeBands(ImmutableArray<(double From, string Name)> bands) => _bands = bands;

    /// <summary>What there is where nothing is set.</summary>
    public static VibeBands Default { get; } = new([(0, "natural"), (50, "pleasant"), (75, "charming"), (90, "radiant")]);

    /// <summary>Reads bands such as <c>0=natural,75=charming</c>: each from its number up to the next one's.</summary>
    /// <returns>The bands; null where they are not so written, do not rise, or do not begin at 0.</returns>
    public static VibeBands? Parse(string text)
    {
        var bands = ImmutableArray.CreateBuilder<(double From, string Name)>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || sides[1].Length == 0 || !double.TryParse(sides[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double from) || !(from <= 100))
                return null;
            if (bands.Count == 0 ? from != 0 : from <= bands[^1].From)
                return null;
            bands.Add((from, sides[1]));
        }

        return new VibeBands(bands.ToImmutable());
    }

    /// <summary>The name of the band that a score lies in.</summary>
    /// <param name="score">0 to 100.</param>
    public string Of(double score) => _bands.Last(b => b.From <= Math.Max(0, score)).Name;
}
