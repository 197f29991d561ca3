using Argus.Chart.Tests.Helm;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Values;

/// <summary>What helm says after an install names the commands that come next.</summary>
public sealed class NotesTests
{
    [Fact]
    public async Task Notes_WithoutValues_TellWhereTheKeyIsAndHowToServeAModel()
    {
        string notes = await NotesAsync();

        Assert.Contains("KEY=$(kubectl -n argus get secret argus-gateway-first-key", notes, StringComparison.Ordinal);
        Assert.Contains("kubectl -n argus wait md/faces --for=condition=Ready", notes, StringComparison.Ordinal);
        Assert.Contains("kubectl -n argus port-forward svc/argus-gateway 8080:80", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("crds/", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_WithoutAKey_TellToMakeOne() =>
        Assert.Contains("kubectl -n argus create secret generic argus-gateway-keys", await NotesAsync("--set", "gateway.auth.generateKey=false"), StringComparison.Ordinal);

    [Fact]
    public async Task Notes_TheirManifest_IsOneThatCanBeApplied()
    {
        string[] lines = (await NotesAsync()).Split('\n');
        int first = Array.FindIndex(lines, l => l.EndsWith("<<'EOF'", StringComparison.Ordinal));
        int last = Array.FindIndex(lines, l => l.Trim() == "EOF");

        var manifest = TestYaml.ReadAll(string.Join('\n', lines[(first + 1)..last])).Single();

        Assert.Equal(("ModelDeployment", "faces"), (manifest.Kind(), manifest.Name()));
    }

    [Fact]
    public async Task Notes_WithoutAuthentication_Warn()
    {
        string notes = await NotesAsync("--set", "gateway.auth.disabled=true");

        Assert.Contains("WARNING: gateway.auth.disabled is true", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("create secret", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("$KEY", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_WithAnIngress_NameItsHost() =>
        Assert.Contains("https://faces.example.com/detect", await NotesAsync("-f", "tests/Argus.Chart.Tests/golden/everything-that-can-be-switched-on/values.yaml"), StringComparison.Ordinal);

    [Fact]
    public async Task Notes_WithoutValues_TellHowAJobIsDoneAndWhereItsFilesAre()
    {
        string notes = await NotesAsync();

        Assert.Contains("http://127.0.0.1:8080/job/face_detection", notes, StringComparison.Ordinal);
        Assert.Contains("Jobs, vectors and pictures are in the claim argus-jobs-data", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("$WORKER", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_WithoutAKeyForJobs_TellToMakeOneForBothSides()
    {
        string notes = await NotesAsync("--set", "gateway.auth.generateKey=false");

        Assert.Contains("kubectl -n argus create secret generic argus-jobs-key --from-literal=key=", notes, StringComparison.Ordinal);
        Assert.Contains("as an entry named jobs of the Secret argus-gateway-keys", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_WithoutJobs_SayNothingOfThem() =>
        Assert.DoesNotContain("job", await NotesAsync("--set", "jobs.enabled=false"), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("gateway.trustedProxies=null", true)]
    [InlineData("gateway.trustedProxies={10.244.0.0/16}", false)]
    public async Task Notes_WithAnIngress_TellWhoseAddressCallersHave(string value, bool tells)
    {
        string notes = await NotesAsync("--set", "gateway.ingress.enabled=true", "--set", "gateway.ingress.hosts={a.example}", "--set", value);

        Assert.Equal(tells, notes.Contains("All callers that come by the proxy share its address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notes_AfterAnUpgrade_TellOfTheDefinitions() =>
        Assert.Contains("kubectl apply --server-side --force-conflicts -f crds/", await NotesAsync("--is-upgrade"), StringComparison.Ordinal);

    // template prints no notes; the file is rendered under another name beside them.
    [Fact]
    public async Task Notes_WithDatasets_TellOfTheScheduleAndWhereToVerify()
    {
        string notes = await NotesAsync("--set", "datasets.enabled=true,datasets.database.host=db,datasets.database.existingSecret=db,jobs.enabled=true");

        Assert.Contains("kubectl -n argus get datasetschedule argus-datasets", notes, StringComparison.Ordinal);
        Assert.Contains("/console/datasets, with a key that may do so.", notes, StringComparison.Ordinal);
    }

    private static async Task<string> NotesAsync(params string[] arguments)
    {
        using var copy = new ChartCopy();
        File.Copy(ChartFolder.PathOf("templates", "NOTES.txt"), Path.Combine(copy.Path, "templates", "notes-as-yaml.yaml"));
        // --debug prints what is no YAML, such as this.
        var run = await HelmRun.RunAsync(["template", "argus", copy.Path, "--namespace", "argus", "--show-only", "templates/notes-as-yaml.yaml", "--debug", .. arguments]);
        Assert.Contains("Argus 0.1.0 is", run.Output, StringComparison.Ordinal);
        return run.Output;
    }
}
