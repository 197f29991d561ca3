using System.CommandLine;
using System.CommandLine.Parsing;
using Argus.Cli.Faces;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Vision;

namespace Argus.Cli.Vectors;

/// <summary><c>argus embed</c>: turns faces or whole pictures into vectors, by a server or in this process.</summary>
internal static class EmbedCommand
{
    public static Command Create(TimeProvider time)
    {
        var files = new Argument<string[]>("PHOTO") { Description = PictureFiles.Help, Arity = ArgumentArity.OneOrMore };
        var all = new Option<bool>("--all") { Description = "The vectors of all faces. Default: of the largest face; a picture without one fails." };
        var images = new Option<bool>("--image") { Description = "The vector of the whole picture, not of a face. Computed here it takes the pack clip-vit-b-32, where --pack names no other." };
        var json = new Option<bool>("--json") { Description = "One line of JSON a vector, with all of its values; or file and error." };
        var output = new Option<string?>("--out")
        {
            HelpName = "FILE",
            Description = "File for the vectors: .jsonl (the lines of --json), .csv, or .npy (a matrix for NumPy, its rows explained in a .rows.csv beside it). Replaced where it is there, and only when all is done.",
        };
        output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && VectorFile.Kinds.All(kind => !path.EndsWith(kind, StringComparison.OrdinalIgnoreCase)))
                result.AddError($"--out must end in .jsonl, .csv or .npy, not '{path}'.");
        });
        var faces = new FaceOptions();
        var vision = new VisionOptions();
        var command = new Command("embed", "Turns faces, or whole pictures, into vectors. Exit code: 0 all pictures have one, 1 some have none, 2 called wrongly.") { files, all, images, json, output };
        faces.AddTo(command);
        vision.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(images) && ((Option[])[all, .. faces.All]).FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } other)
                result.AddError($"{other.Name} is about faces, --image about whole pictures: leave one out.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var options = new EmbedOptions
            {
                Files = PictureFiles.Expand(parsed.GetRequiredValue(files)),
                Images = parsed.GetValue(images),
                All = parsed.GetValue(all),
                Json = parsed.GetValue(json),
                Out = parsed.GetValue(output),
                Request = faces.Read(parsed) with { MaxFaces = parsed.GetValue(all) ? 0 : 1, Attributes = false },
            };
            return RunAsync(options, vision, parsed, time, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(EmbedOptions options, VisionOptions vision, ParseResult parsed, TimeProvider time, CancellationToken cancel)
    {
        if (options.Files.Count == 0)
            return Terminal.Fail(PictureFiles.NoneThere, Terminal.Usage);
        var (models, exitCode) = await vision.OpenAsync(parsed, options.Images ? VisionTask.Images : VisionTask.Faces, time, cancel);
        if (models is null)
            return exitCode;
        using (models)
        {
            // Where it cannot be written, that is told before an hour of work.
            using var file = options.Out is { } path ? VectorFile.Create(path) : null;
            return await new EmbedRun(options, models, file).RunAsync(cancel) == RunEnd.Good ? Terminal.Ok : Terminal.Failed;
        }
    }
}
