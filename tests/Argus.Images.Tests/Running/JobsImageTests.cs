using System.Net;
using Argus.Images.Tests.Dockerfiles;

namespace Argus.Images.Tests.Running;

[Collection(PublishedPrograms.Name)]
public sealed class JobsImageTests(PublishedProgram published)
{
    private const string Data = "/var/lib/argus";
    private static readonly Dockerfile File = Dockerfile.Read("images/jobs.Dockerfile");
    private static readonly Dictionary<string, string> BehindAGateway = new() { ["ARGUS_AUTH"] = "gateway" };

    [Fact]
    public async Task Run_FromAnEmptyFolderAsAnOrdinaryUser_KeepsItsFilesInTheVolumeAndEndsWell()
    {
        await using var program = Contained.Start(File, published.Of(File), BehindAGateway, [Data]);
        await program.UntilAsync("Callers are not asked for tokens");

        using var http = new HttpClient { BaseAddress = new Uri($"http://{program.Address}:8001") };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/metrics")).StatusCode);
        await using var check = Contained.Start(File, published.Of(File), BehindAGateway, [Data], ["--health"], program.Address);
        await check.EndAsync();
        Assert.True(check.ExitCode == 0, check.Output);

        await program.StopAsync();
        Assert.True(program.ExitCode == 0, program.Output);
        Assert.DoesNotContain("denied", program.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Run_TheVolumeBelongsToAnother_SaysSoAndEnds()
    {
        await using var program = Contained.Start(File, published.Of(File), BehindAGateway, []);

        await program.EndAsync();

        Assert.Equal(3, program.ExitCode);
        Assert.Contains($"{Data} (ARGUS_DATA) cannot be made", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_NobodyListens_IsSaidAndExitIs1()
    {
        await using var check = Contained.Start(File, published.Of(File), BehindAGateway, [], ["--health"]);

        await check.EndAsync();

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("does not answer", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void File_HasTheLibrariesThatTheProgramLoads()
    {
        string packages = File.Final.Of("RUN").Single(r => r.Text.Contains("apt-get install", StringComparison.Ordinal)).Text;

        Assert.All(["ffmpeg", "libsqlite3-0", "libssl3", "libzstd1", "zlib1g"], package => Assert.Contains($" {package} ", packages, StringComparison.Ordinal));
        // Where the program looks for it first.
        Assert.Contains(File.Final.Of("COPY"), c => c.Flags.GetValueOrDefault("from") == "native" && c.Text == "/native/librdkafka.so /opt/argus/librdkafka.so");
        // What it is built on is what it runs on: else another glibc or OpenSSL would be missing.
        Assert.Contains("bookworm", File.Stages.Single(s => s.Name == "native").Base, StringComparison.Ordinal);
        Assert.StartsWith("debian:12", File.Final.Base, StringComparison.Ordinal);
    }
}
