using Argus.Cli.Classes;

namespace Argus.Cli.Tests.Classes;

public sealed class SplitTests
{
    [Theory]
    [InlineData(1, 20, 0)]
    [InlineData(2, 50, 0)]
    [InlineData(3, 20, 1)]
    [InlineData(10, 20, 2)]
    [InlineData(11, 20, 2)]
    [InlineData(10, 50, 5)]
    [InlineData(100, 1, 1)]
    [InlineData(10, 0, 0)]
    public void Split_FacesOfAClass_HoldsThatManyOutAndUsesAll(int faces, int percent, int held)
    {
        var (trained, heldOut) = FitRun.Split(Enumerable.Range(0, faces).Select(i => new ClassFace(new ClassPhoto("A", $"{i}"), [i], "m", false, null)), percent);

        Assert.Equal((held, faces - held), (heldOut.Count, trained.Count));
        Assert.Equal(Enumerable.Range(0, faces).Select(i => (float)i), trained.Concat(heldOut).Select(v => v.Vector[0]).Order());
    }
}
