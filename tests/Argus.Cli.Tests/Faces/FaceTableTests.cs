using Argus.Cli.Faces;
using Argus.Contracts.Faces;
using Spectre.Console;

namespace Argus.Cli.Tests.Faces;

public sealed class FaceTableTests
{
    [Fact]
    public void Describe_Vector_GivesHeadAndLength() =>
        Assert.Equal("0.60, 0.80, … (5)", FaceTable.Describe([0.6f, 0.8f, 0, 0, 0]));

    [Fact]
    public void Describe_ShortVector_HasNoEllipsis() => Assert.Equal("3.00, 4.00 (2)", FaceTable.Describe([3, 4]));

    [Fact]
    public void Create_FaceWithoutAttributes_ShowsDashes()
    {
        string row = Render(new FaceBody { Bbox = [1.4f, 2.6f, 30, 40], DetScore = 0.98765f });

        Assert.Equal(["1", "1, 3, 30, 40", "0.988", "-", "-", "-"], Cells(row));
    }

    [Fact]
    public void Create_FaceWithAttributes_ShowsThem()
    {
        string row = Render(new FaceBody { Bbox = [0, 0, 1, 1], DetScore = 1, Age = 28, Gender = "F", Embedding = [1] });

        Assert.Equal(["1", "0, 0, 1, 1", "1.000", "28", "F", "1.00 (1)"], Cells(row));
    }

    [Fact]
    public void Create_WideValues_FitATerminalOf80()
    {
        string row = Render(new FaceBody { Bbox = [1111, 1111, 2222, 2222], DetScore = 1, Age = 28, Gender = "F", Embedding = [-0.1f, -0.2f, .. new float[510]] });

        Assert.True(row.TrimEnd().Length <= 80, row);
    }

    private static string[] Cells(string row) => [.. row.Split('│', StringSplitOptions.TrimEntries)[1..^1]];

    private static string Render(FaceBody face)
    {
        var response = new DetectResponse { Faces = [face], ProcessingTimeMs = 1, ImageWidth = 100, ImageHeight = 100, Orientation = 1, ModelDigest = "sha256:0" };
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;
        console.Write(FaceTable.Create(response));
        return text.ToString().Split('\n').Single(line => line.Contains("│    1 │"));
    }
}
