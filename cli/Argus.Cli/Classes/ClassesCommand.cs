using System.CommandLine;
using System.CommandLine.Parsing;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Vision;

namespace Argus.Cli.Classes;

/// <summary><c>argus classes fit</c>: makes the file by which a server tells face classes.</summary>
internal static class ClassesCommand
{
    public static Command Create(TimeProvider time) => new("classes", "Face classes, for POST /predict.") { Fit(time) };

    private static Command Fit(TimeProvider time)
    {
        var folder = new Argument<string>("FOLDER") { Description = "A folder with a folder of photos for each class, whose name is the class." };
        var output = new Option<string>("--out") { HelpName = "FILE", Description = "File for the centroids. Replaced where it is there.", Required = true };
        var held = NumberOption.Create("--held-out", "PERCENT", "Photos of each class that no centroid is made from: they measure the accuracy and set how sharp the probabilities are. Default: 20.", 0, 50);
        var vision = new VisionOptions();
        var command = new Command("fit", "Makes centroids.json from photos whose classes are known; of several faces in a photo the largest counts. Exit code: 0 all photos were used, 1 some or all were not, 2 called wrongly.") { folder, output, held };
        vision.AddTo(command);
        command.SetAction((parsed, cancel) =>
            RunAsync(new FitOptions(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(output), parsed.GetValue(held) ?? 20), vision, parsed, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(FitOptions options, VisionOptions vision, ParseResult parsed, TimeProvider time, CancellationToken cancel)
    {
        var (photos, fault) = ClassFolders.Read(options.Folder);
        if (fault is not null)
            return Terminal.Fail(fault, Terminal.Usage);
        var (models, exitCode) = await vision.OpenAsync(parsed, VisionTask.Faces, time, cancel);
        if (models is null)
            return exitCode;
        using (models)
            return await new FitRun(options, photos, models).RunAsync(cancel) == RunEnd.Good ? Terminal.Ok : Terminal.Failed;
    }
}
