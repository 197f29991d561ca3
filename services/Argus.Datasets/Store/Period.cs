using System.Globalization;
using Argus.Contracts.Datasets;

namespace Argus.Datasets.Store;

/// <summary>A day, or a month, in UTC.</summary>
/// <param name="Flow">Which of the two.</param>
/// <param name="Date">The day, or the first of the month.</param>
internal readonly record struct Period(Flow Flow, DateOnly Date)
{
    /// <summary>What it is called in keys: YYYY-MM-DD or YYYY-MM.</summary>
    public string Name => Date.ToString(Flow == Flow.Daily ? "yyyy-MM-dd" : "yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The flow's name.</summary>
    public string FlowName => NameOf(Flow);

    /// <summary>Its first moment.</summary>
    public DateTimeOffset Begin => new(Date, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset End => Next.Begin;

    /// <summary>The one after it.</summary>
    public Period Next => this with { Date = Flow == Flow.Daily ? Date.AddDays(1) : Date.AddMonths(1) };

    /// <summary>A flow's name.</summary>
    public static string NameOf(Flow flow) => flow == Flow.Daily ? "daily" : "monthly";

    /// <summary>The one that a moment lies in.</summary>
    public static Period Of(Flow flow, DateTimeOffset moment) => Of(flow, DateOnly.FromDateTime(moment.UtcDateTime));

    /// <summary>The one that a day lies in.</summary>
    public static Period Of(Flow flow, DateOnly day) => new(flow, flow == Flow.Daily ? day : new DateOnly(day.Year, day.Month, 1));

    /// <summary>That of a run.</summary>
    public static Period Of(RunBody run) => new(run.Flow == NameOf(Flow.Daily) ? Flow.Daily : Flow.Monthly, run.Date);

    /// <summary>The last that is over.</summary>
    public static Period LastOver(Flow flow, DateTimeOffset now)
    {
        var present = Of(flow, now);
        return present with { Date = flow == Flow.Daily ? present.Date.AddDays(-1) : present.Date.AddMonths(-1) };
    }

    /// <summary>Reads YYYY-MM-DD, or YYYY-MM for a month.</summary>
    public static bool TryParse(Flow flow, string text, out Period period)
    {
        bool isMonth = flow == Flow.Monthly && text.Length == 7;
        bool read = DateOnly.TryParseExact(isMonth ? text + "-01" : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        period = Of(flow, day);
        return read && day.Year is >= 2000 and < 9999;
    }
}
