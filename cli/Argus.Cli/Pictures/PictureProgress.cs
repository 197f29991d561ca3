using Argus.Cli.Hosting;
using Spectre.Console;

namespace Argus.Cli.Pictures;

/// <summary>How far a command is with many pictures: a bar on a terminal, a line every tenth elsewhere, nothing for one picture.</summary>
internal static class PictureProgress
{
    // Below that, the results themselves say how far it is.
    private const int LeastForLines = 10;

    /// <summary>Runs <paramref name="work"/>, which calls its argument after every picture.</summary>
    /// <param name="total">Pictures.</param>
    /// <param name="plain">Whether results are lines for programs: on a terminal no bar may come between them.</param>
    /// <param name="work">What is shown.</param>
    public static Task<T> ShowAsync<T>(int total, bool plain, Func<Action, Task<T>> work)
    {
        if (total < 2 || (plain && !Console.IsOutputRedirected))
            return work(static () => { });
        if (Console.IsErrorRedirected)
            return work(total < LeastForLines ? static () => { } : Lines(total));

        // Where results go to the same terminal, the bar stays below them only on the console that writes them.
        var console = Console.IsOutputRedirected ? Terminal.Err : Terminal.Out;
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(bars =>
            {
                var bar = bars.AddTask($"{total} pictures", maxValue: total);
                return work(() => bar.Increment(1));
            });
    }

    private static Action Lines(int total)
    {
        int done = 0;
        return () =>
        {
            done++;
            if (done * 10 / total != (done - 1) * 10 / total)
                Console.Error.WriteLine($"{done} of {total} pictures");
        };
    }
}
