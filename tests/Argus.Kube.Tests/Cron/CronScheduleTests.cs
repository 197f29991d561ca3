using System.Globalization;
using Argus.Kube.Cron;

namespace Argus.Kube.Tests.Cron;

public class CronScheduleTests
{
    [Theory]
    [InlineData("0 0 * * *", "2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z")]
    [InlineData("0 0 * * *", "2026-03-05T23:59:59Z", "2026-03-06T00:00:00Z")]
    [InlineData("0 1 1 * *", "2026-12-01T01:00:00Z", "2027-01-01T01:00:00Z")]
    [InlineData("*/15 * * * *", "2026-03-05T10:07:30Z", "2026-03-05T10:15:00Z")]
    [InlineData("5-10/2,30 8 * * *", "2026-03-05T08:07:00Z", "2026-03-05T08:09:00Z")]
    [InlineData("0 12 * * MON-FRI", "2026-03-06T12:00:00Z", "2026-03-09T12:00:00Z")]
    [InlineData("0 0 13 * 5", "2026-03-01T00:00:00Z", "2026-03-06T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("@monthly", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")]
    [InlineData("0 0 * jan ?", "2026-03-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    public void After_AMoment_IsTheNextTime(string text, string moment, string next)
    {
        Assert.True(CronSchedule.TryParse(text, out var schedule, out _));

        Assert.Equal(Moment(next), schedule.After(Moment(moment), TimeZoneInfo.Utc));
    }

    [Fact]
    public void After_ForADayThatNeverComes_IsNone()
    {
        Assert.True(CronSchedule.TryParse("0 0 30 2 *", out var schedule, out _));

        Assert.Null(schedule.After(Moment("2026-03-01T00:00:00Z"), TimeZoneInfo.Utc));
    }

    [Fact]
    public void After_InAZoneAheadOfUtc_IsByItsClock()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(5.5), "test", "test");
        Assert.True(CronSchedule.TryParse("30 0 * * *", out var schedule, out _));

        Assert.Equal(Moment("2026-03-05T19:00:00Z"), schedule.After(Moment("2026-03-05T00:00:00Z"), zone));
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * * * FOO")]
    [InlineData("*/0 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("1,,2 * * * *")]
    [InlineData("-1 * * * *")]
    [InlineData("@every 1h")]
    public void TryParse_WhatIsNone_SaysWhy(string text)
    {
        Assert.False(CronSchedule.TryParse(text, out _, out string? why));

        Assert.NotEmpty(why);
    }

    [Theory]
    [InlineData("Etc/UTC", true)]
    [InlineData("UTC", true)]
    [InlineData(null, true)]
    [InlineData("Mars/Olympus", false)]
    public void Zone_ByName_IsKnownOrNot(string? name, bool known) => Assert.Equal(known, CronSchedule.Zone(name) is not null);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
