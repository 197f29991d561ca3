using System.Globalization;
using Argus.ServiceDefaults.Problems;

namespace Argus.Datasets.Http;

/// <summary>Reads parameters of queries.</summary>
internal static class Queries
{
    /// <summary>A whole number; what is wrong is added to the errors.</summary>
    public static int Whole(IQueryCollection query, string name, int fallback, int min, int max, FieldErrors errors)
    {
        if (!query.TryGetValue(name, out var text))
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max)
            return value;
        errors.Add(name, $"must be a whole number from {min} to {max}.");
        return fallback;
    }
}
