using System.Diagnostics.CodeAnalysis;

namespace Argus.Kube.Cron;

/// <summary>A schedule as CronJobs have it: minute, hour, day of the month, month, day of the week; or <c>@daily</c> and its like. Where both days are given, either will do.</summary>
public sealed class CronSchedule
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly Dictionary<string, string> Words = new()
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    // A 29th of February comes within eight years.
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(9 * 366);

    private readonly CronField[] _fields;

    private CronSchedule(CronField[] fields) => _fields = fields;

    /// <summary>Reads one.</summary>
    /// <param name="text">Five fields, or a word.</param>
    /// <param name="schedule">It.</param>
    /// <param name="why">What is wrong with it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? why)
    {
        (schedule, why) = (null, null);
        string[] parts = (Words.GetValueOrDefault(text.Trim()) ?? text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5)
        {
            why = $"expected exactly 5 fields, found {parts.Length}: [{text}]";
            return false;
        }

        CronField?[] fields =
        [
            CronField.Read(parts[0], 0, 59, []),
            CronField.Read(parts[1], 0, 23, []),
            CronField.Read(parts[2], 1, 31, []),
            CronField.Read(parts[3], 1, 12, Months),
            CronField.Read(parts[4], 0, 6, Days),
        ];
        int wrong = Array.IndexOf(fields, null);
        if (wrong >= 0)
        {
            why = $"'{parts[wrong]}' is no field of a schedule: {text}";
            return false;
        }

        schedule = new CronSchedule(fields!);
        return true;
    }

    /// <summary>A time zone by its name; null where it is not known here.</summary>
    public static TimeZoneInfo? Zone(string? name) =>
        name is null or "" or "UTC" or "Etc/UTC" ? TimeZoneInfo.Utc
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : null;

    /// <summary>The first time after a moment; null where there is none within nine years, such as for a 30th of February. An hour that a clock change leaves out is passed over.</summary>
    public DateTimeOffset? After(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
        var at = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0).AddMinutes(1);
        for (var end = at + Farthest; at < end;)
        {
            if (!_fields[3].Has(at.Month))
                at = new DateTime(at.Year, at.Month, 1).AddMonths(1);
            else if (!HasDay(at))
                at = at.Date.AddDays(1);
            else if (!_fields[1].Has(at.Hour))
                at = at.Date.AddHours(at.Hour + 1);
            else if (!_fields[0].Has(at.Minute) || zone.IsInvalidTime(at))
                at = at.AddMinutes(1);
            else if (new DateTimeOffset(at, zone.GetUtcOffset(at)).ToUniversalTime() is var found && found > moment)
                return found;
            else
                at = at.AddMinutes(1);
        }

        return null;
    }

    private bool HasDay(DateTime at)
    {
        var (month, week) = (_fields[2].Has(at.Day), _fields[4].Has((int)at.DayOfWeek));
        return _fields[2].IsAny || _fields[4].IsAny ? month && week : month || week;
    }
}
