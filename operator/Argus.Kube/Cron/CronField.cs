using System.Globalization;

namespace Argus.Kube.Cron;

/// <summary>One of the five fields of a cron schedule: the numbers that fit.</summary>
internal sealed class CronField
{
    private readonly ulong _bits;

    private CronField(ulong bits, bool isAny) => (_bits, IsAny) = (bits, isAny);

    /// <summary>Whether it was written as <c>*</c>, with a step or without.</summary>
    public bool IsAny { get; }

    /// <summary>Whether a number fits.</summary>
    public bool Has(int value) => (_bits >> value & 1) != 0;

    /// <summary>Reads one.</summary>
    /// <param name="text">Lists of numbers, names, ranges and steps.</param>
    /// <param name="min">Least number.</param>
    /// <param name="max">Greatest number.</param>
    /// <param name="names">Names of the numbers from the least on; may be empty.</param>
    /// <returns>Null where it is none.</returns>
    public static CronField? Read(string text, int min, int max, IReadOnlyList<string> names)
    {
        ulong bits = 0;
        foreach (string part in text.Split(','))
        {
            string[] halves = part.Split('/');
            int step = 1;
            if (halves.Length > 2 || (halves.Length == 2 && (!int.TryParse(halves[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1)))
                return null;
            if (Range(halves[0], min, max, names, halves.Length == 2) is not var (first, last) || first > last)
                return null;
            for (int value = first; value <= last; value += step)
                bits |= 1UL << value;
        }

        return new CronField(bits, text.StartsWith('*') || text == "?");
    }

    private static (int First, int Last)? Range(string text, int min, int max, IReadOnlyList<string> names, bool hasStep)
    {
        if (text is "*" or "?")
            return (min, max);
        string[] ends = text.Split('-');
        if (ends.Length > 2 || Number(ends[0], min, max, names) is not { } first)
            return null;
        if (ends.Length == 1)
            return (first, hasStep ? max : first);
        return Number(ends[1], min, max, names) is { } last ? (first, last) : null;
    }

    private static int? Number(string text, int min, int max, IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], text, StringComparison.OrdinalIgnoreCase))
                return min + i;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max ? value : null;
    }
}
