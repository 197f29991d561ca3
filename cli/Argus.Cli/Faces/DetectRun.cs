using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Vision;
using Argus.Inference.Imaging;

namespace Argus.Cli.Faces;

/// <summary>Asks about many files side by side and prints the results in their order.</summary>
internal sealed class DetectRun(DetectOptions options, IVision vision)
{
    private readonly SelfTestRemark _selfTest = new();

    /// <summary>Prints every result.</summary>
    public Task<RunEnd> RunAsync(CancellationToken cancel) =>
        new PictureRun(options.Files.Count, options.Json).RunAsync(
            OrderedWork.RunAsync(options.Files.Zip(DrawingNames.For(options.Files)), vision.Concurrency, (job, ct) => AnalyzeAsync(job.First, job.Second, ct), cancel),
            result => result.Trouble,
            Print);

    private void Print(PictureResult result)
    {
        if (options.Json)
        {
            Console.WriteLine(result.Response is { } body ? DetectLine.Format(result.File, body) : DetectLine.Format(result.File, result.Trouble!.Sentence));
        }
        else if (result.Response is { } response)
        {
            Terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{result.File}: {FaceTable.Count(response)}, {response.ImageWidth} x {response.ImageHeight} pixels, {response.ProcessingTimeMs:0.0} ms{(result.Drawing is { } drawing ? $", drawn to {drawing}" : "")}"));
            if (response.Faces.Count > 0)
                Terminal.Out.Write(FaceTable.Create(response));
        }

        if (result.Trouble is { } trouble && (!options.Json || result.Response is not null))
            Terminal.Remark($"{result.File}: {trouble.Sentence}");
        if (result.Response?.Selftest == true)
            _selfTest.Say();
    }

    private async Task<PictureResult> AnalyzeAsync(string file, string drawingName, CancellationToken cancel)
    {
        var picture = PictureSource.Open(file);
        if (!picture.Ok)
            return new PictureResult(file, null, null, picture.Trouble);
        var reply = await vision.DetectAsync(picture.Value, options.Request, cancel);
        if (!reply.Ok || options.DrawFolder is not { } folder)
            return new PictureResult(file, reply.Value, null, reply.Trouble);
        string drawing = Path.Combine(folder, drawingName);
        var undrawn = await Task.Run(() => Draw(picture.Value, reply.Value, drawing), cancel);
        return new PictureResult(file, reply.Value, undrawn is null ? drawing : null, undrawn);
    }

    private static Trouble? Draw(PictureSource picture, Contracts.Faces.DetectResponse response, string path)
    {
        var limits = new ImageLimits();
        try
        {
            if (picture.Read(limits.MaxBytes) is not { } bytes)
                return new Trouble($"It is not drawn: the file is larger than {limits.MaxBytes} bytes.");
            FaceDrawing.Save(bytes.Span, response.Faces, limits, path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new Trouble($"It is not drawn: {e.Message}");
        }
    }
}
