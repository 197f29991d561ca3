using System.Globalization;
using System.Text.Json;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Vision;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Spectre.Console;

namespace Argus.Cli.Verify;

/// <summary>Compares two pictures and shows what came of it.</summary>
internal sealed class VerifyRun(string first, string second, float? threshold, bool json)
{
    /// <summary>Asks, shows, and returns the exit code.</summary>
    public async Task<int> RunAsync(IVision vision, CancellationToken cancel)
    {
        var one = PictureSource.Open(first);
        if (!one.Ok)
            return Terminal.Fail($"{first}: {one.Trouble.Sentence}", VerifyCommand.NoAnswer);
        var other = PictureSource.Open(second);
        if (!other.Ok)
            return Terminal.Fail($"{second}: {other.Trouble.Sentence}", VerifyCommand.NoAnswer);
        var reply = await vision.VerifyAsync(one.Value, other.Value, threshold, cancel);
        if (!reply.Ok)
            return Terminal.Fail(reply.Trouble.Sentence, VerifyCommand.NoAnswer);

        if (json)
            Console.WriteLine(Line(reply.Value));
        else
            Show(reply.Value);
        if (reply.Value.Selftest)
            new SelfTestRemark().Say();
        return reply.Value.Verified ? Terminal.Ok : VerifyCommand.Different;
    }

    private string Line(VerifyResponse answer) => JsonLine.Write(writer =>
    {
        writer.WriteString("file1", first);
        writer.WriteString("file2", second);
        foreach (var property in JsonSerializer.SerializeToElement(answer, ContractsJson.Default.VerifyResponse).EnumerateObject())
            property.WriteTo(writer);
    });

    private void Show(VerifyResponse answer)
    {
        var table = new Table().RoundedBorder().AddColumns("Picture", "Face (x1, y1, x2, y2)", "Score");
        Add(first, answer.Face1);
        Add(second, answer.Face2);
        Terminal.Out.Write(table);
        Terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{(answer.Verified ? "The same person" : "Different people")}: similarity {answer.Similarity:0.000}, threshold {answer.Threshold:0.000}, {answer.ProcessingTimeMs:0.0} ms"));
        Terminal.Line($"Model {answer.ModelDigest}");

        // Text, not markup: brackets in names are brackets.
        void Add(string file, VerifiedFace face) => table.AddRow(
            new Text(file),
            new Text(string.Join(", ", face.Bbox.Select(v => v.ToString("0", CultureInfo.InvariantCulture)))),
            new Text(face.DetScore.ToString("0.000", CultureInfo.InvariantCulture)));
    }
}
