using System.Globalization;
using System.Text.Json;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Vectors;
using Argus.Cli.Vision;
using Argus.Contracts.Datasets;
using Argus.Inference.Classes;
using Argus.Inference.Faces;

namespace Argus.Cli.Classes;

/// <summary>Asks for the vectors of all photos, and makes centroids of them.</summary>
internal sealed class FitRun(FitOptions options, IReadOnlyList<ClassPhoto> photos, IVision vision)
{
    // Below that, holding one out would cost the class too much.
    private const int FewestForHoldingOut = 3;

    private static readonly AnalyzeRequest Largest = new() { MaxFaces = 1, Attributes = false };

    private readonly List<ClassFace> _faces = [];
    private readonly SelfTestRemark _selfTest = new();
    private string? _digest;

    /// <summary>Writes the file.</summary>
    public async Task<RunEnd> RunAsync(CancellationToken cancel)
    {
        // Where it cannot be written, that is told before an hour of work.
        using var file = Open();
        if (file is null)
            return RunEnd.BrokenOff;
        var results = OrderedWork.RunAsync(photos, vision.Concurrency, LookAsync, cancel);
        var end = await new PictureRun(photos.Count, plain: false).RunAsync(results, TroubleOf, Take);
        if (end == RunEnd.BrokenOff)
            return end;
        string[] without = [.. photos.Select(p => p.Class).Except(_faces.Select(f => f.Photo.Class), StringComparer.Ordinal)];
        if (without.Length > 0)
        {
            Terminal.Fail($"No photo of {string.Join(", ", without)} can be used: {options.Out} is not written. Add photos, or take the folder away.");
            return RunEnd.BrokenOff;
        }

        Write(file);
        return end;
    }

    private WholeFile? Open()
    {
        try
        {
            return new WholeFile(options.Out);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Terminal.Fail(e.Message);
            return null;
        }
    }

    private async Task<ClassFace> LookAsync(ClassPhoto photo, CancellationToken cancel)
    {
        var picture = PictureSource.Open(photo.Path);
        if (!picture.Ok)
            return ClassFace.Bad(photo, picture.Trouble);
        var reply = await vision.DetectAsync(picture.Value, Largest, cancel);
        if (!reply.Ok)
            return ClassFace.Bad(photo, reply.Trouble);
        if (reply.Value.Faces.Count == 0)
            return ClassFace.Bad(photo, new Trouble("It shows no face."));
        return reply.Value.Faces[0].Embedding is { } vector
            ? new ClassFace(photo, vector, reply.Value.ModelDigest, reply.Value.Selftest, null)
            : ClassFace.Bad(photo, new Trouble("The model finds faces and makes no vectors of them: choose one with a face recognizer.", ForAll: true));
    }

    private Trouble? TroubleOf(ClassFace face)
    {
        _digest ??= face.ModelDigest;
        return face.ModelDigest is { } digest && digest != _digest
            ? new Trouble($"The model changed meanwhile, from {_digest} to {digest}: vectors of two models do not compare. Run it again.", ForAll: true)
            : face.Trouble;
    }

    private void Take(ClassFace face)
    {
        if (face.Trouble is { } trouble)
            Terminal.Remark($"{face.Photo.Path}: {trouble.Sentence}");
        else
            _faces.Add(face);
        if (face.Selftest)
            _selfTest.Say();
    }

    private void Write(WholeFile file)
    {
        var (trained, heldOut) = Split(_faces, options.HeldOut);
        var centroids = CentroidFit.Fit(_digest!, trained, heldOut);
        JsonSerializer.Serialize(file.Stream, centroids, DatasetsJson.Default.CentroidsFile);
        file.Commit();
        foreach (var one in centroids.Classes)
            Terminal.Line($"{one.Name}: {one.Count} faces");
        var accuracy = new ConfusionMatrix(new CentroidClassifier(centroids), heldOut).Accuracy;
        Terminal.Line(accuracy is { } part
            ? string.Create(CultureInfo.InvariantCulture, $"Accuracy {part:P1} on {heldOut.Count} faces held out; temperature {centroids.Temperature:0.####}{(heldOut.Count < CentroidFit.FewestForTemperature ? ", the default, since they are too few to set it" : "")}.")
            : $"No class has {FewestForHoldingOut} photos, or none was to be held out: nothing is known of the accuracy.");
        Terminal.Line($"{centroids.Classes.Count} classes in {options.Out}, model {_digest}");
    }

    /// <summary>Every n-th face of a class is held out, from the last on: the same photos give the same file.</summary>
    internal static (List<LabelledVector> Trained, List<LabelledVector> HeldOut) Split(IEnumerable<ClassFace> faces, int percent)
    {
        List<LabelledVector> trained = [], heldOut = [];
        foreach (var one in faces.GroupBy(f => f.Photo.Class, StringComparer.Ordinal))
        {
            LabelledVector[] all = [.. one.Select(f => new LabelledVector(one.Key, f.Vector!))];
            int held = percent == 0 || all.Length < FewestForHoldingOut ? 0 : Math.Max(1, all.Length * percent / 100);
            for (int i = 0; i < all.Length; i++)
                (((i + 1) * held / all.Length) > (i * held / all.Length) ? heldOut : trained).Add(all[i]);
        }

        return (trained, heldOut);
    }
}
