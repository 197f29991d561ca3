using Argus.Cli.Hosting;

namespace Argus.Cli.Pictures;

/// <summary>Goes through the results of many pictures: shows how far it is, counts what failed, and stops where going on is of no use.</summary>
/// <param name="total">Pictures.</param>
/// <param name="plain">Whether results are lines for programs.</param>
internal sealed class PictureRun(int total, bool plain)
{
    /// <summary>Takes the results in their order.</summary>
    /// <param name="results">One a picture.</param>
    /// <param name="troubleOf">What went wrong with one, or null.</param>
    /// <param name="take">Shows or keeps one; not called for the trouble that ends all.</param>
    public async Task<RunEnd> RunAsync<T>(IAsyncEnumerable<T> results, Func<T, Trouble?> troubleOf, Action<T> take)
    {
        int done = 0, failed = 0;
        bool unread = false;
        var end = await PictureProgress.ShowAsync(total, plain, async step =>
        {
            await foreach (var result in results)
            {
                // Asked before writing: after the last line, nobody need read on.
                if (unread = OutputPipe.IsUnread)
                    return null;
                var trouble = troubleOf(result);
                if (trouble is { ForAll: true })
                    return trouble;
                take(result);
                step();
                done++;
                failed += trouble is null ? 0 : 1;
            }

            return null as Trouble;
        });

        if (end is not null)
            Terminal.Fail(end.Sentence + (total == 1 ? "" : $" {total - done} of {total} pictures are left."));
        else if (failed > 0 && total > 1)
            Console.Error.WriteLine($"{failed} of {total} pictures failed.");
        return end is not null || unread ? RunEnd.BrokenOff : failed > 0 ? RunEnd.SomeFailed : RunEnd.Good;
    }
}
