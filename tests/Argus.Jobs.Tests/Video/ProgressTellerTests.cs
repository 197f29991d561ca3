using Argus.Data.Jobs;
using Argus.Jobs.Tests.Work;
using Argus.Jobs.Video;
using Argus.Testing;

namespace Argus.Jobs.Tests.Video;

public sealed class ProgressTellerTests
{
    [Fact]
    public async Task Tell_ManyFramesASecond_IsWrittenOnceASecond()
    {
        var clock = new FakeTimeProvider();
        await using var stage = await WorkStage.OpenAsync(time: clock);
        var teller = new ProgressTeller(stage.Jobs, new Lease(Guid.NewGuid(), 1), clock);

        for (int frame = 1; frame <= 100; frame++, clock.Advance(TimeSpan.FromMilliseconds(50)))
            await teller.TellAsync(frame, 100, default);

        Assert.Equal(5, stage.Door.CallsOf(nameof(IJobStore.ReportAsync)));
    }

    [Fact]
    public async Task Tell_StoreAway_GoesOn()
    {
        await using var stage = await WorkStage.OpenAsync();
        stage.Door.Fault = _ => new JobStoreException(JobStoreFault.Unavailable, "Away.");

        await new ProgressTeller(stage.Jobs, new Lease(Guid.NewGuid(), 1), TimeProvider.System).TellAsync(1, null, default);
    }
}
