using Argus.Cli.Pictures;
using Argus.Testing;

namespace Argus.Cli.Tests.Pictures;

public sealed class PictureSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_File_IsReadAsOftenAsItIsAskedFor()
    {
        File.WriteAllBytes(_folder.At("f"), [1, 2, 3]);

        var picture = PictureSource.Open(_folder.At("f")).Value!;

        Assert.Equal(3, picture.Length);
        Assert.Equal([1, 2, 3], picture.Read(3)!.Value.ToArray());
        Assert.Equal([1, 2, 3], picture.Read(3)!.Value.ToArray());
        Assert.Null(picture.Read(2));
    }

    [Fact]
    public async Task Open_Pipe_IsReadOnceAndGivenAgain()
    {
        Assert.Equal(0, (await CommandRunner.RunAsync("mkfifo", [_folder.At("pipe")], new Dictionary<string, string>())).ExitCode);
        using var writer = CommandRunner.Start("sh", ["-c", $"printf abc >'{_folder.At("pipe")}'"], new Dictionary<string, string>());

        var picture = PictureSource.Open(_folder.At("pipe")).Value!;

        Assert.Equal(3, picture.Length);
        foreach (int _ in (int[])[1, 2])
        {
            using var reader = new StreamReader(picture.OpenRead());
            Assert.Equal("abc", await reader.ReadToEndAsync());
        }

        await writer.WaitForExitAsync();
    }

    [Theory]
    [InlineData("none.jpg")]
    [InlineData("none/x.jpg")]
    [InlineData("a\0b")]
    public void Open_NothingThere_SaysSo(string name) => Assert.Equal("There is no such file.", PictureSource.Open(_folder.At(name)).Trouble!.Sentence);

    [Fact]
    public void Open_Folder_IsRefused() => Assert.False(PictureSource.Open(_folder.Path).Ok);
}
