using System.Globalization;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Requests;

/// <summary>Reads values of the query.</summary>
internal static class Query
{
    /// <summary>A whole number, or <paramref name="fallback"/> where it is not there.</summary>
    public static int Number(HttpRequest request, string name, int fallback, int min, int max, FieldErrors errors)
    {
        if (!request.Query.TryGetValue(name, out var text))
            return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max)
            return value;
        errors.Add(name, $"must be a whole number from {min} to {max}.");
        return fallback;
    }

    /// <summary>A number from 0 to 1, or null where it is not there.</summary>
    public static float? Fraction(HttpRequest request, string name, FieldErrors errors)
    {
        if (!request.Query.TryGetValue(name, out var text))
            return null;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && value is >= 0 and <= 1)
            return value;
        errors.Add(name, "must be a number from 0 to 1.");
        return null;
    }

    /// <summary>A truth value, or <paramref name="fallback"/> where it is not there.</summary>
    public static bool Flag(HttpRequest request, string name, bool fallback, FieldErrors errors)
    {
        if (!request.Query.TryGetValue(name, out var text))
            return fallback;
        if (TryFlag(text, out bool value))
            return value;
        errors.Add(name, "must be true or false.");
        return fallback;
    }

    /// <summary>Reads true or false as people write them.</summary>
    public static bool TryFlag(string? text, out bool value)
    {
        value = text is "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
        return value || text is "0" || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
    }
}
