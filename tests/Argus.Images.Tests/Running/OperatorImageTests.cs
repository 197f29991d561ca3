using System.Net;
using Argus.Images.Tests.Dockerfiles;

namespace Argus.Images.Tests.Running;

[Collection(PublishedPrograms.Name)]
public sealed class OperatorImageTests(PublishedProgram published)
{
    private static readonly Dockerfile File = Dockerfile.Read("images/operator.Dockerfile");

    [Fact]
    public async Task Run_TheClusterIsAway_LivesIsNotReadyAndSaysSo()
    {
        string folder = Directory.CreateTempSubdirectory("argus-kubeconfig-").FullName;
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = AwayCluster.WriteTo(folder) };
        await using var program = Contained.Start(File, published.Of(File), environment, []);
        await program.UntilAsync("modeldeployments");

        using var http = new HttpClient { BaseAddress = new Uri($"http://{program.Address}:8080") };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Contains("argus_leader 0", await http.GetStringAsync("/metrics"), StringComparison.Ordinal);
        await using var check = Contained.Start(File, published.Of(File), environment, [], ["--health"], program.Address);
        await check.EndAsync();
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("answers 503", check.Output, StringComparison.Ordinal);

        await program.StopAsync();
        Assert.Equal(0, program.ExitCode);
        Directory.Delete(folder, recursive: true);
    }
}
