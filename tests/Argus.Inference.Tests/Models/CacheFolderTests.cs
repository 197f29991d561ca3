using Argus.Inference.Models;
using Argus.Testing.Users;

namespace Argus.Inference.Tests.Models;

public sealed class CacheFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("argus-cache-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Settle_ACacheThatCanBeWritten_IsKeptAndLeftEmpty()
    {
        var options = Options("cache", "spare");

        Assert.Same(options, CacheFolder.Settle(options, out string? note));

        Assert.Null(note);
        Assert.Empty(Directory.GetFileSystemEntries(options.CachePath));
        Assert.False(Path.Exists(options.SpareCachePath));
    }

    [Fact]
    public void Settle_ACacheOfAnother_TakesTheSpareAndStillLooksThere()
    {
        var options = Options("cache", "spare");
        Directory.CreateDirectory(options.CachePath);
#pragma warning disable CA1416 // The program is for Linux.
        File.SetUnixFileMode(options.CachePath, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
#pragma warning restore CA1416

        OrdinaryUser.Do(() =>
        {
            var settled = CacheFolder.Settle(options, out string? note);

            Assert.Equal(options.SpareCachePath, settled.CachePath);
            Assert.Equal<string[]>([options.CachePath, "/more"], [.. settled.SearchPaths]);
            Assert.Contains($"{options.CachePath} cannot be written", note, StringComparison.Ordinal);
            Assert.Contains(options.SpareCachePath!, note, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Settle_WithoutASpare_LeavesAllAsItIs()
    {
        // A file is where the folder should be: nobody can write in it.
        File.WriteAllText(Path.Combine(_root, "cache"), "");
        var options = Options("cache", null);

        Assert.Same(options, CacheFolder.Settle(options, out string? note));

        Assert.Null(note);
    }

    [Fact]
    public void FromEnvironment_SpareCache_IsRead() =>
        Assert.Equal("/spare", ModelStoreOptions.FromEnvironment(name => name == "ARGUS_SPARE_CACHE_DIR" ? "/spare" : null).SpareCachePath);

    private ModelStoreOptions Options(string cache, string? spare) => new()
    {
        CachePath = Path.Combine(_root, cache),
        SpareCachePath = spare is null ? null : Path.Combine(_root, spare),
        SearchPaths = ["/more"],
    };
}
