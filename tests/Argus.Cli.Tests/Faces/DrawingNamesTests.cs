using Argus.Cli.Faces;

namespace Argus.Cli.Tests.Faces;

public sealed class DrawingNamesTests
{
    [Fact]
    public void For_FilesOfOneNameInManyFolders_GivesEachItsOwn() =>
        Assert.Equal(["x.jpg.png", "y.jpg.png", "x.jpg-2.png", "x.jpg-3.png"], DrawingNames.For(["a/x.jpg", "a/y.jpg", "b/x.jpg", "c/x.jpg"]));

    [Fact]
    public void For_FileNamedLikeANumberedOne_GivesItAnother() =>
        Assert.Equal(["x.png", "x-2.png", "x-2-2.png"], DrawingNames.For(["a/x", "b/x", "c/x-2"]));
}
