using Argus.Data.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Health;
using Argus.Jobs.Tests.Running;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.Testing;
using Argus.Testing.Databases;

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
    public async Task Trouble_WhereTheStoreIsGone_SaysSo()
    {
        using var health = new StoreHealth(BrokenStore.Create(JobStoreFault.Unavailable), new FakeTimeProvider());

        Assert.Contains("job store is away", await health.TroubleAsync(default));
    }

    [PostgresFact]
    public async Task Ready_WhereTheDatabaseIsGone_Is503WithTheReason()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var host = await JobsHost.StartAsync(o => o with { Database = new() { ConnectionString = server.ConnectionString } });

        await server.KillAsync();
        var answer = await host.Http.GetAsync("/health/ready");

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Contains("job store", (string)(await answer.JsonAsync())["reason"]!);
        Assert.Equal(200, (int)(await host.Http.GetAsync("/health/live")).StatusCode);
        await (await host.Http.PostJsonAsync("/job/face_detection", """{"media_store_id": 1}""")).JsonAsync(503);
    }

    [Fact]
    public async Task Health_OfAWorker_IsThereWithoutTheApi()
    {
        await using var host = await JobsHost.StartAsync(o => o with { Roles = JobsRoles.None, Trust = new TrustOptions() });

        Assert.Equal(200, (int)(await host.Http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(401, (int)(await host.Http.GetAsync("/job")).StatusCode);
    }
}
