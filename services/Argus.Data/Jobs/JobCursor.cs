using System.Globalization;

namespace Argus.Data.Jobs;

/// <summary>A place in the list of jobs. It stays valid while jobs come, change and go.</summary>
/// <param name="CreatedMs">Creation of the last job seen, Unix milliseconds.</param>
/// <param name="Id">Its id.</param>
public readonly record struct JobCursor(long CreatedMs, Guid Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <returns>False where it is something else.</returns>
    public static bool TryParse(string? text, out JobCursor cursor)
    {
        cursor = default;
        int dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 0
            || !long.TryParse(text.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long created)
            || !Guid.TryParseExact(text.AsSpan(dot + 1), "N", out var id))
            return false;
        cursor = new(created, id);
        return true;
    }

    /// <summary>Letters, digits, a dot: fit for a query.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreatedMs}.{Id:N}");
}
