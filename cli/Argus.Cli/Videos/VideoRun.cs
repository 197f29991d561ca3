using System.Text.Json;
using Argus.Cli.Hosting;
using Argus.Cli.Jobs;
using Argus.Cli.Pictures;
using Argus.Cli.Remote;
using Argus.Contracts;
using Argus.Contracts.Jobs;

namespace Argus.Cli.Videos;

/// <summary>Has videos worked on one after the other, shows how far each is, and prints what was found.</summary>
internal sealed class VideoRun(IReadOnlyList<string> files, VideoJobRequest wish, bool json, JobClient client)
{
    /// <summary>Prints every result.</summary>
    /// <returns>Whether all were completed.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        int failed = 0;
        foreach (string file in files)
        {
            var report = await VideoProgress.ShowAsync(file, see => WorkAsync(file, see, cancel));
            Print(report);
            failed += report.Trouble is null ? 0 : 1;
            // Nothing else would come of the others.
            if (report.Trouble is { ForAll: true })
                return false;
        }

        if (failed > 0 && files.Count > 1)
            Console.Error.WriteLine($"{failed} of {files.Count} videos failed.");
        return failed == 0;
    }

    private async Task<JobReport> WorkAsync(string file, Action<JobBody> see, CancellationToken cancel)
    {
        var video = PictureSource.Open(file);
        if (!video.Ok)
            return new JobReport(file, null, video.Trouble);
        var reply = await client.RunAsync(video.Value, id => JsonSerializer.SerializeToUtf8Bytes(wish with { MediaStoreId = id }, ContractsJson.Default.VideoJobRequest), JobTasks.VideoFaces, see, cancel);
        if (!reply.Ok)
            return new JobReport(file, null, reply.Trouble);
        var job = reply.Value;
        return new JobReport(file, job, job.Status == JobState.Error ? new Trouble($"The job {job.JobId} failed: {OneLine.Of(job.ErrorMessage ?? "it does not say why", null)}") : null);
    }

    private void Print(JobReport report)
    {
        if (json)
            Console.WriteLine(JsonLine.Write(report.File, writer => JobRun.Write(writer, report)));
        else if (report.Trouble is { } trouble)
            Terminal.Fail($"{report.File}: {trouble.Sentence}");
        else if (report.Job!.Result?.Deserialize(ContractsJson.Default.VideoFacesResult) is { } result)
            VideoTable.Write(report.File, result);
        if (report.Job?.Status == JobState.SyncFailed)
            Terminal.Remark($"{report.File}: the media store has not taken the result yet; the job {report.Job.JobId} goes on trying.");
    }
}
