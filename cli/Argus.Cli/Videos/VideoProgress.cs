using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Contracts.Jobs;
using Spectre.Console;

namespace Argus.Cli.Videos;

/// <summary>How far a video is: a bar on a terminal, nothing elsewhere.</summary>
internal static class VideoProgress
{
    /// <summary>Runs <paramref name="work"/>, which calls its argument whenever the job was looked at.</summary>
    public static Task<T> ShowAsync<T>(string file, Func<Action<JobBody>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
            return work(static _ => { });
        string name = Markup.Escape(Path.GetFileName(file));
        return Terminal.Err.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(bars =>
            {
                var bar = bars.AddTask($"{name} uploading");
                bar.IsIndeterminate = true;
                return work(job => See(bar, name, job));
            });
    }

    /// <summary>What is told of a job that has not ended.</summary>
    public static string Words(JobBody job) => job.Progress is { } progress
        ? string.Create(CultureInfo.InvariantCulture, $"{progress.Frames}{(progress.Total is { } total ? $" of {total}" : "")} frames")
        : job.Status == JobState.Pending ? "waiting" : "at work";

    private static void See(ProgressTask bar, string name, JobBody job)
    {
        bar.Description = $"{name} {Words(job)}";
        bar.IsIndeterminate = job.Progress?.Total is null;
        if (job.Progress is { Total: { } total } progress)
            (bar.MaxValue, bar.Value) = (Math.Max(total, 1), progress.Frames);
    }
}
