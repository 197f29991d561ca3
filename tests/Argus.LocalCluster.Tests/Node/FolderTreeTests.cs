using Argus.LocalCluster.Node.Folders;
using Argus.Testing.Users;

namespace Argus.LocalCluster.Tests.Node;

public sealed class FolderTreeTests : IDisposable
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("argus-tree-").FullName;

    public FolderTreeTests() => File.SetUnixFileMode(_root, (UnixFileMode)0b111_111_111);

    public void Dispose() => Shell.Run("chmod -R u+rwx \"$1\" && rm -r \"$1\"", _root);

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserExecute)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.None)]
    public void Delete_FoldersWithoutTheRightsOfTheirOwner_AreGone(UnixFileMode mode) => OrdinaryUser.Do(() =>
    {
        string pod = Folder("pod", "cache", "deep");
        File.WriteAllText(Path.Combine(pod, "file"), "");
        foreach (string folder in (string[])["pod/cache/deep", "pod/cache", "pod"])
            File.SetUnixFileMode(Path.Combine(_root, folder), mode);

        FolderTree.Delete(Path.Combine(_root, "pod"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    });

    [Fact]
    public void Delete_LinksToFoldersOfOthers_AreRemovedAndNotFollowed() => OrdinaryUser.Do(() =>
    {
        string other = Folder("other");
        File.WriteAllText(Path.Combine(other, "file"), "");
        File.SetUnixFileMode(other, ReadOnly);
        string pod = Folder("pod", "locked");
        Directory.CreateSymbolicLink(Path.Combine(pod, "link"), other);
        File.SetUnixFileMode(pod, ReadOnly);

        FolderTree.Delete(Path.Combine(_root, "pod"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "pod"), other);
        FolderTree.Delete(Path.Combine(_root, "pod"));

        Assert.Equal([other], Directory.EnumerateFileSystemEntries(_root));
        Assert.Equal(ReadOnly, File.GetUnixFileMode(other));
        Assert.True(File.Exists(Path.Combine(other, "file")));
    });

    [Fact]
    public void Delete_WhatCannotBeRemoved_IsAnErrorAndTheRestIsGone()
    {
        string pod = Folder("pod");
        Shell.Run("cd \"$1\"; " + Shell.Nest, pod);
        File.WriteAllText(Path.Combine(pod, "1"), "");
        Folder("pod", "2", "3");

        Assert.ThrowsAny<IOException>(() => FolderTree.Delete(pod));

        Assert.Single(Directory.EnumerateFileSystemEntries(pod));
        Shell.Unnest(pod);
        FolderTree.Delete(pod);
        Assert.False(Directory.Exists(pod));
    }

    [Fact]
    public void Delete_AFolderThatIsNotThere_IsFine() => FolderTree.Delete(Path.Combine(_root, "never"));

    private string Folder(params string[] parts) => Directory.CreateDirectory(Path.Combine([_root, .. parts])).FullName;
}
