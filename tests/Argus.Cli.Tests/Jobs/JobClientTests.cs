using Argus.Cli.Jobs;
using Argus.Cli.Pictures;
using Argus.Cli.Remote;
using Argus.Cli.Tests.Remote;
using Argus.Contracts.Jobs;
using Argus.Kube.Client;
using Argus.Testing;

namespace Argus.Cli.Tests.Jobs;

public sealed class JobClientTests
{
    [Fact]
    public async Task Run_JobThatDoesNotEnd_NamesItWhenTheTimeIsOver()
    {
        await using var service = await FakeJobService.StartAsync();
        service.Looks = int.MaxValue;
        var time = new FakeTimeProvider();
        var timeout = TimeSpan.FromDays(40);
        using RemoteClient media = Client(service.Media), jobs = Client(service.Jobs);
        var picture = PictureSource.Open(ModelServerRun.Face).Value!;

        var run = new JobClient(media, jobs, timeout, time).RunAsync(picture, new JobRequest { MediaStoreId = 0 }, JobTasks.FaceDetection, default);
        while (service.JobRequests.Count < 2)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        time.Advance(timeout);
        Assert.Contains("GET /job/00000001-0000-0000-0000-000000000000 tells its state", (await run).Trouble!.Sentence, StringComparison.Ordinal);

        RemoteClient Client(Uri address)
        {
            var target = new RemoteTarget { Address = address, Timeout = timeout + TimeSpan.FromDays(1), Concurrency = 1 };
            return new(target.CreateHttp(), target, new RetryWaits(new Jitter(new Random(1))), time, _ => { });
        }
    }
}
