using System.CommandLine;
using Argus.Cli.Hosting;
using Argus.Cli.Packs;
using Argus.Inference.Faces;
using Argus.Inference.Models;

namespace Argus.Cli.Faces;

/// <summary><c>argus detect</c>: finds faces in files, in this process.</summary>
internal static class DetectCommand
{
    public static Command Create(TimeProvider time)
    {
        var files = new Argument<string[]>("FILE") { Description = "Pictures, folders of pictures, or patterns.", Arity = ArgumentArity.OneOrMore };
        var profile = new Option<EngineProfile>("--profile") { Description = "fast, or exact: the reference arithmetic at the reference shapes.", DefaultValueFactory = _ => EngineProfile.Fast };
        var json = new Option<bool>("--json") { Description = "One line of JSON a file: file, then the fields of POST /detect, or error." };
        var draw = new Option<string?>("--draw") { HelpName = "DIR", Description = "Folder for PNGs with boxes and landmarks, named after the files." };
        var maxFaces = new Option<int>("--max-faces") { HelpName = "N", Description = "Keep at most this many faces, the largest first; 0 keeps all." };
        var minSize = new Option<int>("--min-size") { HelpName = "PIXELS", Description = "Drop faces whose shorter side is below this many pixels." };
        var threshold = new Option<float?>("--threshold") { HelpName = "SCORE", Description = "Keep faces with at least this score, 0 to 1. Default: the pack's." };
        var packs = new PackOptions();
        var command = new Command("detect", "Finds faces in pictures, with landmarks, vectors, age and gender as far as the pack can.") { files, profile, json, draw, maxFaces, minSize, threshold };
        packs.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var options = new DetectOptions
            {
                Files = PictureFiles.Expand(parsed.GetRequiredValue(files)),
                Pack = parsed.GetValue(packs.Pack) ?? PackCatalog.DefaultPack,
                Profile = parsed.GetValue(profile),
                Json = parsed.GetValue(json),
                DrawFolder = parsed.GetValue(draw),
                Request = new AnalyzeRequest { MaxFaces = parsed.GetValue(maxFaces), MinSize = parsed.GetValue(minSize), Threshold = parsed.GetValue(threshold) },
            };
            return RunAsync(options, new PackLoader(packs.StoreOptions(parsed), time), time, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(DetectOptions options, PackLoader loader, TimeProvider time, CancellationToken cancel)
    {
        if (options.Files.Count == 0)
            return Terminal.Fail("There are no pictures in that folder.", Terminal.Usage);
        var loaded = await loader.LoadAsync(options.Pack, cancel);
        if (loaded.Pack is null)
            return Terminal.Fail(loaded.Error!);
        foreach (string sentence in loaded.LeftOut)
            Console.Error.WriteLine(sentence);
        if (options.DrawFolder is not null)
            Directory.CreateDirectory(options.DrawFolder);

        using var engine = FaceEngine.Load(loaded.Pack, new FaceEngineOptions { Profile = options.Profile });
        return new DetectRun(options, engine, time).Run(cancel) ? Terminal.Ok : Terminal.Failed;
    }
}
