using Argus.Cli.Pictures;
using Argus.Testing;

namespace Argus.Cli.Tests.Pictures;

public sealed class PictureFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PictureFilesTests()
    {
        Directory.CreateDirectory(_folder.At("below"));
        foreach (string name in new[] { "b.JPG", "a.png", "notes.txt", Path.Combine("below", "c.webp") })
            File.WriteAllText(_folder.At(name), "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Expand_Folder_GivesThePicturesBelowItSorted() =>
        Assert.Equal([_folder.At("a.png"), _folder.At("b.JPG"), _folder.At("below", "c.webp")], PictureFiles.Expand([_folder.Path]));

    [Fact]
    public void Expand_FolderWithALinkUpwards_GivesEveryPictureOnce()
    {
        Directory.CreateSymbolicLink(_folder.At("below", "circle"), _folder.Path);
        File.CreateSymbolicLink(_folder.At("below", "d.png"), _folder.At("a.png"));

        Assert.Equal([_folder.At("a.png"), _folder.At("b.JPG"), _folder.At("below", "c.webp"), _folder.At("below", "d.png")], PictureFiles.Expand([_folder.Path]));
    }

    [Fact]
    public void Expand_Pattern_GivesTheFilesThatMatchSorted() =>
        Assert.Equal([_folder.At("a.png"), _folder.At("b.JPG")], PictureFiles.Expand([_folder.At("?.*")]));

    [Theory]
    [InlineData("missing.jpg")]
    [InlineData("missing*.jpg")]
    [InlineData("notes.txt")]
    public void Expand_AnythingElse_StaysAsTyped(string name) => Assert.Equal([_folder.At(name)], PictureFiles.Expand([_folder.At(name)]));

    [Fact]
    public void Expand_FileNamedLikeAPattern_IsThatFile()
    {
        File.WriteAllText(_folder.At("what?.png"), "");

        Assert.Equal([_folder.At("what?.png")], PictureFiles.Expand([_folder.At("what?.png")]));
    }

    [Fact]
    public void Expand_SeveralArguments_KeepsTheirOrder() =>
        Assert.Equal([_folder.At("notes.txt"), _folder.At("a.png")], PictureFiles.Expand([_folder.At("notes.txt"), _folder.At("a.*")]));
}
