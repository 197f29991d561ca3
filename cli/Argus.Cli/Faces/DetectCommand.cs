using System.CommandLine;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Vision;
using Argus.Inference.Faces;

namespace Argus.Cli.Faces;

/// <summary><c>argus detect</c>: finds faces in files, by a server or in this process.</summary>
internal static class DetectCommand
{
    public static Command Create(TimeProvider time)
    {
        var files = new Argument<string[]>("FILE") { Description = PictureFiles.Help, Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "One line of JSON a file: file, then the fields of POST /detect, or error." };
        var draw = new Option<string?>("--draw") { HelpName = "DIR", Description = "Folder for PNGs with boxes and landmarks, named after the files." };
        var faces = new FaceOptions();
        var maxFaces = NumberOption.Create("--max-faces", "N", "Keep at most this many faces, the largest first; 0 keeps all.", 0, 1_000_000);
        var vision = new VisionOptions();
        var command = new Command("detect", "Finds faces in pictures, with landmarks, vectors, age and gender as far as the model can. Exit code: 0 all pictures were read, 1 some were not, 2 called wrongly.") { files, json, draw, maxFaces };
        faces.AddTo(command);
        vision.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var options = new DetectOptions
            {
                Files = PictureFiles.Expand(parsed.GetRequiredValue(files)),
                Json = parsed.GetValue(json),
                DrawFolder = parsed.GetValue(draw),
                Request = faces.Read(parsed) with { MaxFaces = parsed.GetValue(maxFaces) ?? 0 },
            };
            if (options.Files.Count == 0)
                return Terminal.Fail(PictureFiles.NoneThere, Terminal.Usage);
            var (models, exitCode) = await vision.OpenAsync(parsed, VisionTask.Faces, time, cancel);
            if (models is null)
                return exitCode;
            using (models)
            {
                if (options.DrawFolder is { } folder && Folder.Make(folder) is { } error)
                    return Terminal.Fail(error);
                return await new DetectRun(options, models).RunAsync(cancel) == RunEnd.Good ? Terminal.Ok : Terminal.Failed;
            }
        });
        return command;
    }
}
