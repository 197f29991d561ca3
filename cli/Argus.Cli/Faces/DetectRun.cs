using System.Collections.Concurrent;
using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Spectre.Console;

namespace Argus.Cli.Faces;

/// <summary>Runs files through an engine, as many side by side as there are cores, and prints the results in their order.</summary>
internal sealed class DetectRun(DetectOptions options, FaceEngine engine, TimeProvider time)
{
    /// <summary>Prints every result.</summary>
    /// <returns>Whether every file could be used.</returns>
    public bool Run(CancellationToken cancel)
    {
        using var unread = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var jobs = options.Files.Zip(DrawingNames.For(options.Files));
        // Without buffering, a large picture holds back only what comes after it.
        var results = Partitioner.Create(jobs, EnumerablePartitionerOptions.NoBuffering)
            .AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(unread.Token)
            .Select(job => Analyze(job.First, job.Second, unread.Token));

        // Where results go to this very terminal, they are the progress.
        bool showProgress = options.Files.Count > 1 && Console.IsOutputRedirected && !Console.IsErrorRedirected;
        try
        {
            return showProgress
                ? Terminal.Err.Progress().Start(progress => Print(results, progress.AddTask("Pictures", maxValue: options.Files.Count), unread))
                : Print(results, null, unread);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private bool Print(IEnumerable<PictureResult> results, ProgressTask? progress, CancellationTokenSource unread)
    {
        bool good = true;
        foreach (var result in results)
        {
            // Asked before writing: after the last line, nobody need read on.
            if (OutputPipe.IsUnread)
                unread.Cancel();
            good &= result.Error is null;
            Print(result);
            progress?.Increment(1);
        }

        return good;
    }

    private void Print(PictureResult result)
    {
        if (options.Json)
        {
            Console.WriteLine(result.Response is { } body ? DetectLine.Format(result.File, body) : DetectLine.Format(result.File, result.Error!));
            return;
        }

        if (result.Response is not { } response)
        {
            Console.Error.WriteLine($"{result.File}: {result.Error}");
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.File}: {FaceTable.Count(response)}, {response.ImageWidth} x {response.ImageHeight} pixels, {response.ProcessingTimeMs:0.0} ms{(result.Drawing is { } drawing ? $", drawn to {drawing}" : "")}"));
        if (response.Faces.Count > 0)
            Terminal.Out.Write(FaceTable.Create(response));
    }

    private PictureResult Analyze(string file, string drawingName, CancellationToken cancel)
    {
        try
        {
            if (BoundedFile.Read(file, engine.Options.Limits.MaxBytes) is not { } bytes)
                return PictureResult.Bad(file, $"The file is larger than {engine.Options.Limits.MaxBytes} bytes.");
            long start = time.GetTimestamp();
            if (engine.Analyze(bytes.Span, options.Request, out var analysis, cancel) is { } fault)
                return PictureResult.Bad(file, fault.Detail);

            var response = analysis!.ToResponse(engine.Pack, time.GetElapsedTime(start));
            string? drawing = options.DrawFolder is { } folder ? Path.Combine(folder, drawingName) : null;
            if (drawing is not null)
                FaceDrawing.Save(bytes.Span, response.Faces, engine.Options.Limits, drawing);
            return new PictureResult(file, response, drawing, null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            return PictureResult.Bad(file, "There is no such file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return PictureResult.Bad(file, e.Message);
        }
    }
}
