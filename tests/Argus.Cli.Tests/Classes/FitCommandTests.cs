using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Inference.Classes;
using Argus.Testing;

namespace Argus.Cli.Tests.Classes;

public sealed class FitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static Dictionary<string, string> Environment { get; } = new()
    {
        ["ARGUS_MODEL_PATH"] = TestData.Root is null ? "" : TestData.At("models"),
        ["ARGUS_PACK"] = "",
    };

    public void Dispose() => _folder.Dispose();

    [DataFact]
    public async Task Fit_FolderForEachClass_WritesCentroidsThatAServerTakes()
    {
        Photos("Obama", "obama_1.jpg", "obama_2.jpg", "obama_small_320x240.jpg");
        Photos("Someone else", "biden_1.jpg", "lacamoire_2.jpg");

        var result = await FitAsync("centroids.json");

        Assert.True(result.ExitCode == 0, result.Error);
        var file = JsonSerializer.Deserialize(File.ReadAllBytes(_folder.At("centroids.json")), DatasetsJson.Default.CentroidsFile)!;
        Assert.Null(CentroidClassifier.WhyNot(file));
        Assert.Equal([("Obama", 2), ("Someone else", 2)], file.Classes.Select(c => (c.Name, c.Count)));
        Assert.Contains("on 1 faces held out", result.Output);
    }

    [DataFact]
    public async Task Fit_PhotoWithoutAFace_IsNamedAndLeftOut()
    {
        Photos("A", "obama_1.jpg", "noface_cat.png");
        Photos("B", "biden_1.jpg");

        var result = await FitAsync("centroids.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("noface_cat.png: It shows no face.", result.Error);
        Assert.True(File.Exists(_folder.At("centroids.json")));
    }

    [DataFact]
    public async Task Fit_ClassWithoutAFace_WritesNothing()
    {
        Photos("A", "obama_1.jpg");
        Photos("B", "noface_cat.png");

        var result = await FitAsync("centroids.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("No photo of B can be used", result.Error);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("missing", "There is no folder")]
    [InlineData("one", "at least two")]
    [InlineData("empty", "There are no pictures")]
    public async Task Fit_FolderThatHoldsNoClasses_SaysWhatItMustHold(string name, string said)
    {
        Directory.CreateDirectory(_folder.At("one", "A"));
        File.WriteAllBytes(_folder.At("one", "A", "a.png"), []);
        Directory.CreateDirectory(_folder.At("empty", "A"));
        Directory.CreateDirectory(_folder.At("empty", "B"));

        var result = await CommandRunner.ArgusAsync(Environment, "classes", "fit", _folder.At(name), "--out", _folder.At("c.json"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(said, result.Error);
    }

    private Task<CommandResult> FitAsync(string output) => CommandRunner.ArgusAsync(Environment, "classes", "fit", _folder.At("photos"), "--out", _folder.At(output));

    private void Photos(string name, params string[] files)
    {
        string folder = Directory.CreateDirectory(_folder.At("photos", name)).FullName;
        foreach (string file in files)
            File.Copy(TestData.At("photos", file), Path.Combine(folder, file));
    }
}
