using System.CommandLine;
using System.CommandLine.Parsing;
using Argus.Cli.Hosting;
using Argus.Cli.Packs;
using Argus.Inference.Faces;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Cli.Faces;

/// <summary><c>argus detect</c>: finds faces in files, in this process.</summary>
internal static class DetectCommand
{
    public static Command Create(TimeProvider time)
    {
        var files = new Argument<string[]>("FILE") { Description = "Pictures, folders of pictures, or patterns.", Arity = ArgumentArity.OneOrMore };
        var profile = new Option<EngineProfile>("--profile")
        {
            HelpName = "fast|exact",
            Description = "exact: the reference arithmetic at the reference shapes. Default: fast.",
            CustomParser = ParseProfile,
        };
        var json = new Option<bool>("--json") { Description = "One line of JSON a file: file, then the fields of POST /detect, or error." };
        var draw = new Option<string?>("--draw") { HelpName = "DIR", Description = "Folder for PNGs with boxes and landmarks, named after the files." };
        var maxFaces = NumberOption.Create("--max-faces", "N", "Keep at most this many faces, the largest first; 0 keeps all.", 0, 1_000_000);
        var minSize = NumberOption.Create("--min-size", "PIXELS", "Drop faces whose shorter side is below this many pixels.", 0, 1_000_000);
        var threshold = NumberOption.Create("--threshold", "SCORE", "Keep faces with at least this score, 0 to 1. Default: the pack's.", 0f, 1f);
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
                Request = new AnalyzeRequest { MaxFaces = parsed.GetValue(maxFaces) ?? 0, MinSize = parsed.GetValue(minSize) ?? 0, Threshold = parsed.GetValue(threshold) },
            };
            return RunAsync(options, new PackLoader(packs.StoreOptions(parsed), time), time, cancel);
        });
        return command;
    }

    private static EngineProfile ParseProfile(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Enum.TryParse(text, ignoreCase: true, out EngineProfile profile) && Enum.IsDefined(profile))
            return profile;
        result.AddError($"--profile must be fast or exact, not '{text}'.");
        return default;
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
        if (options.DrawFolder is { } folder && Folder.Make(folder) is { } error)
            return Terminal.Fail(error);

        FaceEngine engine;
        try
        {
            engine = FaceEngine.Load(loaded.Pack, new FaceEngineOptions { Profile = options.Profile });
        }
        catch (ModelLoadException e)
        {
            return Terminal.Fail(e.Message);
        }

        using (engine)
            return new DetectRun(options, engine, time).Run(cancel) ? Terminal.Ok : Terminal.Failed;
    }
}
