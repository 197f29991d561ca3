using Argus.Images.Tests.Dockerfiles;

namespace Argus.Images.Tests.Running;

/// <summary>Images of programs that speak with a cluster.</summary>
[Collection(PublishedPrograms.Name)]
public sealed class ClusterImageTests(PublishedProgram published)
{
    // The gateway wants to be told who may call; the operator has no callers.
    private const string Open = "AUTH_DISABLED";

    public static TheoryData<string> Files => [.. Dockerfile.Files.Where(f => f is "images/gateway.Dockerfile" or "images/operator.Dockerfile")];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Run_WithoutACluster_SaysWhatToSetAndExitIs2(string path)
    {
        var file = Dockerfile.Read(path);
        await using var program = Contained.Start(file, published.Of(file), new() { [Open] = "true" }, []);

        await program.EndAsync();

        Assert.Equal(2, program.ExitCode);
        Assert.Contains("No cluster is configured: set KUBECONFIG", program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Health_NobodyListens_IsSaidAndExitIs1(string path)
    {
        var file = Dockerfile.Read(path);
        string folder = Directory.CreateTempSubdirectory("argus-kubeconfig-").FullName;
        await using var check = Contained.Start(file, published.Of(file), new() { [Open] = "true", ["KUBECONFIG"] = AwayCluster.WriteTo(folder) }, [], ["--health"]);

        await check.EndAsync();

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("does not answer", check.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
