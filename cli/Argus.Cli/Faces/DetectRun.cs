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
        // Without buffering, a large picture holds back only what comes after it.
        var results = Partitioner.Create(options.Files, EnumerablePartitionerOptions.NoBuffering)
            .AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancel)
            .Select(file => Analyze(file, cancel));

        // Where results go to this very terminal, they are the progress.
        bool showProgress = options.Files.Count > 1 && Console.IsOutputRedirected && !Console.IsErrorRedirected;
        return showProgress ? Terminal.Err.Progress().Start(progress => Print(results, progress.AddTask("Pictures", maxValue: options.Files.Count))) : Print(results, null);
    }

    private bool Print(IEnumerable<PictureResult> results, ProgressTask? progress)
    {
        bool good = true;
        foreach (var result in results)
        {
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

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.File}: {FaceTable.Count(response)}, {response.ImageWidth} x {response.ImageHeight} pixels, {response.ProcessingTimeMs:0.0} ms"));
        if (response.Faces.Count > 0)
            Terminal.Out.Write(FaceTable.Create(response));
    }

    private PictureResult Analyze(string file, CancellationToken cancel)
    {
        try
        {
            if (new FileInfo(file).Length > engine.Options.Limits.MaxBytes)
                return new PictureResult(file, null, $"The file is larger than {engine.Options.Limits.MaxBytes} bytes.");
            byte[] bytes = File.ReadAllBytes(file);
            long start = time.GetTimestamp();
            if (engine.Analyze(bytes, options.Request, out var analysis, cancel) is { } fault)
                return new PictureResult(file, null, fault.Detail);

            var response = analysis!.ToResponse(engine.Pack, time.GetElapsedTime(start));
            if (options.DrawFolder is { } folder)
                FaceDrawing.Save(bytes, response.Faces, engine.Options.Limits, Path.Combine(folder, Path.GetFileName(file) + ".png"));
            return new PictureResult(file, response, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PictureResult(file, null, e.Message);
        }
    }
}
