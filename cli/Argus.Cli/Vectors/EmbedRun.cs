using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Vision;

namespace Argus.Cli.Vectors;

/// <summary>Asks for the vectors of many files side by side, and shows and writes them in their order.</summary>
internal sealed class EmbedRun(EmbedOptions options, IVision vision, IVectorFile? file)
{
    private readonly VectorTable _table = new();
    private readonly SelfTestRemark _selfTest = new();
    private int _count;
    private string? _digest;

    /// <summary>Shows and writes every vector.</summary>
    public async Task<RunEnd> RunAsync(CancellationToken cancel)
    {
        var results = OrderedWork.RunAsync(options.Files, vision.Concurrency, EmbedAsync, cancel);
        var end = await new PictureRun(options.Files.Count, options.Json).RunAsync(results, TroubleOf, Take);
        if (!options.Json && file is null && _count > 0)
            _table.Show(_digest!);
        if (file is not null)
            Finish(end, file);
        return end;
    }

    private void Finish(RunEnd end, IVectorFile written)
    {
        if (end == RunEnd.BrokenOff || _count == 0)
        {
            Console.Error.WriteLine($"{options.Out} is not written{(_count == 0 ? ": there is no vector" : "")}.");
            return;
        }

        written.Commit();
        if (!options.Json)
            Terminal.Line($"{_count} {(_count == 1 ? "vector" : "vectors")} of {_table.Dimension} values in {string.Join(" and ", written.Paths)}, model {_digest}");
    }

    // In the order of the pictures: the first answer says which model it is.
    private Trouble? TroubleOf(PictureVectors result)
    {
        foreach (string digest in result.Rows.Select(row => row.ModelDigest))
        {
            _digest ??= digest;
            if (digest != _digest)
                return new Trouble($"The model changed meanwhile, from {_digest} to {digest}: vectors of two models do not compare. Run it again.", ForAll: true);
        }

        return result.Trouble;
    }

    private void Take(PictureVectors result)
    {
        if (result.Trouble is { } trouble)
        {
            if (options.Json)
                Console.WriteLine(VectorLine.Format(result.File, trouble.Sentence));
            else
                Terminal.Remark($"{result.File}: {trouble.Sentence}");
            return;
        }

        if (result.Rows.Count == 0)
            Terminal.Remark($"{result.File}: no face.");
        foreach (var row in result.Rows)
        {
            _count++;
            _table.Add(row);
            file?.Add(row);
            if (options.Json)
                Console.WriteLine(VectorLine.Format(row));
        }

        if (result.Selftest)
            _selfTest.Say();
    }

    private async Task<PictureVectors> EmbedAsync(string path, CancellationToken cancel)
    {
        var picture = PictureSource.Open(path);
        if (!picture.Ok)
            return PictureVectors.Bad(path, picture.Trouble);
        if (!options.Images)
            return await EmbedFacesAsync(picture.Value, cancel);
        var whole = await vision.EmbedImageAsync(picture.Value, cancel);
        return whole.Ok
            ? new PictureVectors(path, [new VectorRow(path, whole.Value.Embedding, whole.Value.ModelDigest, null)], whole.Value.Selftest, null)
            : PictureVectors.Bad(path, whole.Trouble);
    }

    private async Task<PictureVectors> EmbedFacesAsync(PictureSource picture, CancellationToken cancel)
    {
        var reply = await vision.DetectAsync(picture, options.Request, cancel);
        if (!reply.Ok)
            return PictureVectors.Bad(picture.Path, reply.Trouble);
        var faces = reply.Value.Faces;
        if (faces.Count == 0 && !options.All)
            return PictureVectors.Bad(picture.Path, new Trouble("It shows no face."));
        if (faces.Any(face => face.Embedding is null))
            return PictureVectors.Bad(picture.Path, new Trouble("The model finds faces and makes no vectors of them: choose one with a face recognizer.", ForAll: true));
        VectorRow[] rows = [.. faces.Select((face, i) => new VectorRow(picture.Path, face.Embedding!, reply.Value.ModelDigest, new VectorFace(i, face.Bbox, face.DetScore)))];
        return new PictureVectors(picture.Path, rows, reply.Value.Selftest, null);
    }
}
