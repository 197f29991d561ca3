using Argus.Data.Blobs;

namespace Argus.Data.Tests.Blobs;

/// <summary>What every store of files must do; each implementation inherits it.</summary>
public abstract class BlobStoreConformance
{
    private static readonly byte[] One = "one"u8.ToArray();
    private static readonly byte[] Two = "the second"u8.ToArray();

    protected abstract Task<IBlobStore> OpenAsync();

    [Fact]
    public async Task Get_WhatWasPut_IsThatWithItsDigest()
    {
        using var store = await OpenAsync();
        await store.PutAsync("a/b c/ü.jpg", One, default);

        var blob = await store.GetAsync("a/b c/ü.jpg", 100, default);

        Assert.Equal(One, blob!.Bytes);
        Assert.Equal("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", blob.Sha256);
        Assert.Equal(new BlobInfo("a/b c/ü.jpg", 3), await store.FindAsync("a/b c/ü.jpg", default));
    }

    [Fact]
    public async Task Get_WhatIsNotThere_IsNull()
    {
        using var store = await OpenAsync();
        await store.PutAsync("folder/file", One, default);

        Assert.Null(await store.GetAsync("nothing", 100, default));
        Assert.Null(await store.GetAsync("nothing/below", 100, default));
        Assert.Null(await store.FindAsync("nothing", default));
        Assert.Null(await store.FindAsync("folder", default));
    }

    [Fact]
    public async Task Put_OverAnother_LeavesOnlyTheNew()
    {
        using var store = await OpenAsync();
        await store.PutAsync("x", Two, default);
        await store.PutAsync("x", One, default);

        Assert.Equal(One, (await store.GetAsync("x", 100, default))!.Bytes);
        Assert.Equal(["x"], await KeysAsync(store, ""));
    }

    [Fact]
    public async Task Put_Nothing_IsAnEmptyFile()
    {
        using var store = await OpenAsync();
        await store.PutAsync("empty", ReadOnlyMemory<byte>.Empty, default);

        Assert.Empty((await store.GetAsync("empty", 0, default))!.Bytes);
    }

    [Fact]
    public async Task PutIfAbsent_WhereOneIs_LeavesIt()
    {
        using var store = await OpenAsync();

        Assert.True(await store.PutIfAbsentAsync("deep/new", One, default));
        Assert.False(await store.PutIfAbsentAsync("deep/new", Two, default));
        Assert.Equal(One, (await store.GetAsync("deep/new", 100, default))!.Bytes);
    }

    [Fact]
    public async Task Get_MoreBytesThanAsked_IsRefused()
    {
        using var store = await OpenAsync();
        await store.PutAsync("big", Two, default);

        var refused = await Assert.ThrowsAsync<BlobStoreException>(() => store.GetAsync("big", Two.Length - 1, default));

        Assert.Equal(BlobFault.TooLarge, refused.Fault);
        Assert.Contains("big has 10 bytes", refused.Message);
    }

    [Fact]
    public async Task List_WithPrefix_IsThose()
    {
        using var store = await OpenAsync();
        foreach (string key in (string[])["m/b/2", "m/b/10", "m/B", "m/bb", "n", "m.json", "m0"])
            await store.PutAsync(key, One, default);

        Assert.Equal(["m/B", "m/b/10", "m/b/2", "m/bb"], await KeysAsync(store, "m/"));
        Assert.Equal(["m/b/10", "m/b/2", "m/bb"], await KeysAsync(store, "m/b"));
        Assert.Equal(["m.json", "m/B", "m/b/10", "m/b/2", "m/bb", "m0", "n"], await KeysAsync(store, ""));
        Assert.Empty(await KeysAsync(store, "none/"));
    }

    [Fact]
    public async Task List_MoreThanAPage_IsAll()
    {
        using var store = await OpenAsync();
        for (int i = 0; i < 1010; i++)
            await store.PutAsync($"many/{i:0000}", One, default);

        Assert.Equal(Enumerable.Range(0, 1010).Select(i => $"many/{i:0000}"), await KeysAsync(store, "many/"));
    }

    [Fact]
    public async Task Copy_OfAFile_IsAnotherFile()
    {
        using var store = await OpenAsync();
        await store.PutAsync("from", One, default);

        Assert.True(await store.CopyAsync("from", "to/deep", default));
        await store.PutAsync("from", Two, default);

        Assert.Equal(One, (await store.GetAsync("to/deep", 100, default))!.Bytes);
        Assert.False(await store.CopyAsync("nothing", "to/other", default));
        Assert.Null(await store.FindAsync("to/other", default));
    }

    [Fact]
    public async Task Delete_AFile_TakesThatAlone()
    {
        using var store = await OpenAsync();
        await store.PutAsync("d/1", One, default);
        await store.PutAsync("d/2", One, default);

        await store.DeleteAsync("d/1", default);
        await store.DeleteAsync("d/1", default);

        Assert.Equal(["d/2"], await KeysAsync(store, ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData(".incoming/x")]
    public async Task Key_ThatLeadsOutOrIsNone_IsRefused(string key)
    {
        using var store = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(key, One, default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.GetAsync(key, 1, default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutIfAbsentAsync(key, One, default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.CopyAsync("a", key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(key, default));
    }

    private static async Task<List<string>> KeysAsync(IBlobStore store, string prefix)
    {
        List<string> keys = [];
        await foreach (var found in store.ListAsync(prefix, default))
            keys.Add(found.Key);
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }
}
