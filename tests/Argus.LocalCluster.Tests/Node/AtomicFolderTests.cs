using System.Text;
using Argus.LocalCluster.Node.Volumes;

namespace Argus.LocalCluster.Tests.Node;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argus-volume-").FullName;

    [Fact]
    public void Write_NewContent_ReplacesAllFilesAtOnce()
    {
        Assert.True(AtomicFolder.Write(_folder, [File("a", "1"), File("deep/b", "2")]));
        string version = new FileInfo(Path.Combine(_folder, "..data")).LinkTarget!;
        Assert.Equal("2", System.IO.File.ReadAllText(Path.Combine(_folder, "deep/b")));

        Assert.True(AtomicFolder.Write(_folder, [File("a", "3"), File("c", "4")]));
        Assert.NotEqual(version, new FileInfo(Path.Combine(_folder, "..data")).LinkTarget);
        Assert.Equal("3", System.IO.File.ReadAllText(Path.Combine(_folder, "a")));
        Assert.Equal(["a", "c"], Directory.EnumerateFileSystemEntries(_folder).Select(path => Path.GetFileName(path)!).Where(name => !name.StartsWith("..", StringComparison.Ordinal)).Order());
        Assert.False(Directory.Exists(Path.Combine(_folder, version)));
    }

    [Fact]
    public void Write_SameContent_ChangesNothing()
    {
        AtomicFolder.Write(_folder, [File("a", "1")]);
        Assert.False(AtomicFolder.Write(_folder, [File("a", "1")]));
        Assert.True(AtomicFolder.Write(_folder, [File("a", "1") with { Mode = UnixFileMode.UserRead }]));
    }

    [Fact]
    public void Write_PathThatLeavesTheVolume_IsRefused() =>
        Assert.Throws<IOException>(() => AtomicFolder.Write(_folder, [File("../outside", "1")]));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static VolumeFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text), UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
