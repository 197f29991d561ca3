using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Remote;
using Argus.Contracts;
using Argus.Contracts.Jobs;

namespace Argus.Cli.Jobs;

/// <summary>Has many pictures worked on side by side and prints the results in their order.</summary>
internal sealed class JobRun(IReadOnlyList<string> files, string task, int? priority, bool json, JobClient client, int concurrency)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private bool Lines => json || files.Count > 1;

    /// <summary>Prints every result.</summary>
    public Task<RunEnd> RunAsync(CancellationToken cancel) =>
        new PictureRun(files.Count, Lines).RunAsync(OrderedWork.RunAsync(files, concurrency, WorkAsync, cancel), result => result.Trouble, Print);

    private async Task<JobReport> WorkAsync(string file, CancellationToken cancel)
    {
        var picture = PictureSource.Open(file);
        if (!picture.Ok)
            return new JobReport(file, null, picture.Trouble);
        var reply = await client.RunAsync(picture.Value, new JobRequest { MediaStoreId = 0, Priority = priority ?? JobTasks.DefaultPriority }, task, cancel);
        if (!reply.Ok)
            return new JobReport(file, null, reply.Trouble);
        var job = reply.Value;
        var trouble = job.Status == JobState.Error ? new Trouble($"The job {job.JobId} failed: {OneLine.Of(job.ErrorMessage ?? "it does not say why", null)}") : null;
        return new JobReport(file, job, trouble);
    }

    private void Print(JobReport report)
    {
        if (Lines)
            Console.WriteLine(JsonLine.Write(report.File, writer => Write(writer, report)));
        else if (report.Job?.Result is { } result)
            Console.WriteLine(JsonSerializer.Serialize(result, Indented));
        if (report.Trouble is { } trouble && !Lines)
            Terminal.Remark($"{report.File}: {trouble.Sentence}");
        if (report.Job?.Status == JobState.SyncFailed)
            Terminal.Remark($"{report.File}: the media store has not taken the result yet; the job {report.Job.JobId} goes on trying.");
    }

    /// <summary>The fields of a report: those of the job, or why there is none.</summary>
    public static void Write(Utf8JsonWriter writer, JobReport report)
    {
        if (report.Job is { } job)
        {
            foreach (var field in JsonSerializer.SerializeToElement(job, ContractsJson.Default.JobBody).EnumerateObject())
                field.WriteTo(writer);
        }
        else
        {
            writer.WriteString("error", report.Trouble!.Sentence);
        }
    }
}
