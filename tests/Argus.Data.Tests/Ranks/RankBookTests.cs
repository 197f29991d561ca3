using Argus.Data.Ranks;

namespace Argus.Data.Tests.Ranks;

/// <summary>What every book of ranks keeps.</summary>
public abstract class RankBookTests
{
    private protected abstract Task<IRankBook> OpenAsync();

    private protected async Task FirstIsInTheMiddleAsync()
    {
        await using var book = await OpenAsync();

        Assert.Equal(50, await book.AddAsync("a", 12.3, default));
    }

    private protected async Task RanksAreExactToATenthAsync()
    {
        await using var book = await OpenAsync();
        var random = new Random(7);
        List<double> before = [];
        for (int i = 0; i < 300; i++)
        {
            double score = random.Next(0, 1001) / 10.0;
            double expected = Math.Round(100 * (before.Count(s => s < score) + (0.5 * (before.Count(s => s == score) + 1))) / (before.Count + 1), 1, MidpointRounding.AwayFromZero);

            Assert.Equal(expected, await book.AddAsync("a", score, default));
            before.Add(score);
        }
    }

    private protected async Task HeadsDoNotMixAsync()
    {
        await using var book = await OpenAsync();
        await book.AddAsync("a", 10, default);
        await book.AddAsync("a", 20, default);

        Assert.Equal(50, await book.AddAsync("b", 90, default));
        Assert.Equal(83.3, await book.AddAsync("a", 90, default));
    }

    private protected async Task ManyAtOnceAreAllCountedAsync()
    {
        await using var book = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => book.AddAsync("a", i, default)));

        // All forty lie below.
        Assert.Equal(Math.Round(100 * 40.5 / 41, 1), await book.AddAsync("a", 100, default));
    }
}
