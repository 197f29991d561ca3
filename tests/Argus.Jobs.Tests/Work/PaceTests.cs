using Argus.Jobs.Work;
using Argus.Testing;

namespace Argus.Jobs.Tests.Work;

/// <summary>How far ahead is claimed.</summary>
public sealed class PaceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(100, 20, 125)]
    [InlineData(3, 100, 0)]
    [InlineData(80, 100, 20)]
    [InlineData(0, 20, 0)]
    public void InMoment_AfterJobsEnded_IsTheirPace(int jobs, int milliseconds, int expected)
    {
        var pace = new Pace(_clock);
        Add(pace, jobs);
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(expected, pace.InMoment());
    }

    [Fact]
    public void InMoment_AskedAgainAtOnce_IsTheSame()
    {
        var pace = new Pace(_clock);
        Add(pace, 100);
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        pace.InMoment();
        Add(pace, 1);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(250, pace.InMoment());
    }

    [Fact]
    public void InMoment_WhenJobsBecomeSlow_ForgetsThePaceOfBefore()
    {
        var pace = new Pace(_clock);
        Add(pace, 1000);
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        pace.InMoment();
        Add(pace, 3);
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(0, pace.InMoment());
    }

    private static void Add(Pace pace, int jobs)
    {
        for (int i = 0; i < jobs; i++)
            pace.Add();
    }
}
