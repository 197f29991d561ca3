using Argus.Data.Ranks;
using Argus.Testing;

namespace Argus.Data.Tests.Ranks;

public sealed class SqliteRankBookTests : RankBookTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Add_First_IsInTheMiddle() => FirstIsInTheMiddleAsync();

    [Fact]
    public Task Add_Many_RanksAreExactToATenth() => RanksAreExactToATenthAsync();

    [Fact]
    public Task Add_TwoHeads_DoNotMix() => HeadsDoNotMixAsync();

    [Fact]
    public Task Add_ManyAtOnce_AreAllCounted() => ManyAtOnceAreAllCountedAsync();

    [Fact]
    public async Task Open_Again_KnowsWhatWasCounted()
    {
        await using (var book = await OpenAsync())
            await book.AddAsync("a", 10, default);
        await using var again = await OpenAsync();

        Assert.Equal(75, await again.AddAsync("a", 20, default));
    }

    private protected override Task<IRankBook> OpenAsync() => Task.FromResult<IRankBook>(SqliteRankBook.Open(_folder.At("scores.db")));
}
