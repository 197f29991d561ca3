using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Jobs.Tests.Fakes;
using Argus.Jobs.Tests.Media;
using Argus.Jobs.Tests.Running;
using Argus.Testing;

namespace Argus.Jobs.Tests.Storm;

/// <summary>The program on a disk that becomes full while it takes jobs and does them.</summary>
public sealed class FullDiskTests
{
    private const int Most = 2000;

    [Fact]
    public async Task Jobs_OnADiskThatBecomesFull_AreRefusedThenAndThoseAcceptedAreAllDoneOnceThereIsRoom()
    {
        using var folder = new TemporaryFolder();
        await using var platform = await FakePlatform.StartAsync();
        await using var hook = await StormHook.StartAsync();
        var settings = StormSettings.With(hook.Settings, platform.Url, platform.Url);
        (settings["ARGUS_ROLES"], settings["HOST"], settings["PORT"], settings["ARGUS_DATA"], settings["LOG_LEVEL"]) = ("api,worker", "127.0.0.1", "0", folder.Path, "DEBUG");
        HashSet<Guid> accepted = [];
        int status;
        await using (var program = new Testing.Processes.ProgramRun("Argus.Jobs", [], settings, MediaKillTests.SmallDisk))
        {
            using var http = await MediaKillTests.ClientAsync(program);
            do
            {
                using var answer = await PostAsync(http, accepted.Count);
                status = (int)answer.StatusCode;
                if (status == 201)
                    accepted.Add(await IdAsync(answer));
            }
            while (status == 201 && accepted.Count < Most);

            // Nothing was written of the refused one, and what was accepted before can still be read.
            Assert.True(status is 503 or 507, $"{status}");
            foreach (var id in accepted)
                Assert.Equal(200, (int)(await http.GetAsync($"/job/{id}")).StatusCode);
            Assert.Equal(200, (int)(await http.GetAsync("/health/live")).StatusCode);
            await program.KillAsync();
        }

        Assert.NotEmpty(accepted);
        await using var roomy = new Testing.Processes.ProgramRun("Argus.Jobs", [], settings);
        using var again = await MediaKillTests.ClientAsync(roomy);
        using (var answer = await PostAsync(again, accepted.Count))
        {
            Assert.Equal(201, (int)answer.StatusCode);
            accepted.Add(await IdAsync(answer));
        }

        await hook.Events.UntilEndedAsync(accepted.Count);
        Assert.Empty(hook.Events.Unknown(accepted));
        foreach (var id in accepted)
            Assert.Empty(hook.Events.Faults(id, "completed"));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, int media) =>
        http.PostJsonAsync($"/job/{JobTasks.OfPictures[media % 3]}", $$"""{"media_store_id":{{media}}}""", ("Idempotency-Key", $"job {media}"));

    private static async Task<Guid> IdAsync(HttpResponseMessage answer) => (Guid)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["job_id"]!;
}
