using Argus.Contracts.Jobs;
using Argus.Data.Jobs;

namespace Argus.Data.Tests.Jobs;

/// <summary>How long a job waits whose worker died.</summary>
public sealed class LostLeaseTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);
    private readonly JobStoreOptions _options = new() { RetryDelay = TimeSpan.FromSeconds(1), MaxRetryDelay = TimeSpan.FromSeconds(300), FreeClaims = 8, Attempts = 8 };

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(6, 1, 16)]
    [InlineData(8, 1, 16)]
    [InlineData(9, 1, 32)]
    [InlineData(10, 2, 64)]
    [InlineData(15, 7, 300)]
    public void Expire_AfterSoManyClaims_PausesLongerOnlyOnceLossesCount(int claim, int attempts, int seconds)
    {
        var after = Expire(claim, attempts);

        double pause = (after.DueAt - Now)?.TotalSeconds ?? 0;
        // Up to a half is taken away by chance.
        Assert.InRange(pause, seconds / 2.0, seconds);
        Assert.Equal((JobState.Pending, claim > 8 ? attempts : attempts - 1), (after.State, after.Attempts));
    }

    [Fact]
    public void Expire_AtTheLastAttempt_EndsTheJob() => Assert.Equal(JobState.Error, Expire(claim: 16, attempts: 8).State);

    private Job Expire(int claim, int attempts)
    {
        var job = JobRules.New(new NewJob { TaskType = JobTasks.ImageEmbedding, MediaStoreId = 1 }, new Guid("0194a5a0-0000-7000-8000-000000000001"), Now.AddMinutes(-1));
        return new JobRules(_options).Expire(job with { State = JobState.Processing, Fence = claim, Attempts = attempts, DueAt = Now }, Now);
    }
}
