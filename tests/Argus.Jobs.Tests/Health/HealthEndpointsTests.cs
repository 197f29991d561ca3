using Argus.Jobs.Auth;
using Argus.Jobs.Configuration;
using Argus.Jobs.Health;
using Argus.Jobs.Tests.Running;
using Argus.Testing;

namespace Argus.Jobs.Tests.Health;

public sealed class HealthEndpointsTests
{
    [Fact]
    public async Task Health_OfAServiceThatWorks_SaysWhatItIs()
    {
        await using var host = await JobsHost.StartAsync();

        var body = await (await host.Http.GetAsync("/health")).JsonAsync(200);

        Assert.Equal(
            $$"""{"status":"healthy","version":"{{HealthEndpoints.Version}}","roles":["api"],"store":"sqlite","vectors":"embedded","auth":"DISABLED"}""",
            body.ToJsonString());
    }

    [Fact]
    public async Task Ready_WhereTheStoreIsGone_Is503WithTheReason()
    {
        var time = new FakeTimeProvider();
        await using var host = await JobsHost.StartAsync(time: time);
        await (await host.Http.GetAsync("/health/ready")).JsonAsync(200);

        await host.Jobs.DisposeAsync();
        time.Advance(StoreHealth.Age);
        var answer = await host.Http.GetAsync("/health/ready");

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Equal("unhealthy", (string)(await answer.JsonAsync())["status"]!);
        Assert.Equal(200, (int)(await host.Http.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task Health_OfAWorker_IsThereWithoutTheApi()
    {
        await using var host = await JobsHost.StartAsync(o => o with { Roles = JobsRoles.None, Trust = new TrustOptions() });

        Assert.Equal(200, (int)(await host.Http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(401, (int)(await host.Http.GetAsync("/job")).StatusCode);
    }
}
