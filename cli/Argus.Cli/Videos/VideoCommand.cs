using System.CommandLine;
using Argus.Cli.Hosting;
using Argus.Cli.Jobs;
using Argus.Cli.Remote;
using Argus.Contracts.Jobs;

namespace Argus.Cli.Videos;

/// <summary><c>argus video</c>: puts videos into the media store, has their faces followed and looked up, and prints who is seen when.</summary>
internal static class VideoCommand
{
    private const string DefaultServer = "localhost:8001";

    private static readonly Option<double?> Interval = NumberOption.Create("--interval", "SECONDS", "From one frame that is looked at to the next, 0.02 to 3600. Default: 1.", VideoFacesParameters.MinInterval, VideoFacesParameters.MaxInterval);
    private static readonly Option<double?> Threshold = NumberOption.Create("--threshold", "COSINE", "Similarity from which a face gets a name, -1 to 1. Default: the model's own.", -1.0, 1.0);
    private static readonly Option<int?> MaxFrames = NumberOption.Create("--max-frames", "N", "Frames after which a video is left. Default: 10000.", 1, VideoFacesParameters.MostFrames);
    private static readonly Option<int?> Priority = NumberOption.Create("--priority", "N", "0 to 10, higher first. Default: 5.", JobTasks.MinPriority, JobTasks.MaxPriority);
    private static readonly Option<bool> Store = new("--store") { Description = "Keep the best vector of each track in the collection, so that later searches find it." };
    private static readonly Option<string?> Collection = new("--collection") { HelpName = "NAME", Description = "Where faces are looked up. Default: face_embeddings." };
    private static readonly Option<string?> Media = new("--media-store") { HelpName = "URL", Description = "The media store, such as localhost:8000. Default: the server of --inference." };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON a file." };

    public static Command Create(TimeProvider time)
    {
        var files = new Argument<string[]>("FILE") { Description = "Videos: MP4, MOV, WebM, MKV or AVI.", Arity = ArgumentArity.OneOrMore };
        var server = new RemoteOptions(DefaultServer);
        var command = new Command("video", "Who is seen in videos, and when. Exit code: 0 all jobs were completed, 1 some were not, 2 called wrongly.") { files };
        foreach (var option in (Option[])[Interval, Threshold, MaxFrames, Store, Collection, Priority, Media, Json])
            command.Options.Add(option);
        server.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(parsed, parsed.GetRequiredValue(files), server, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string[] files, RemoteOptions server, TimeProvider time, CancellationToken cancel)
    {
        var (target, error) = server.Read(parsed, []);
        if (target is null)
            return Terminal.Fail(error!, Terminal.Usage);
        var store = target.Address;
        if (parsed.GetValue(Media) is { } named)
        {
            var address = ServerAddress.Parse(named, tls: false);
            if (!address.Ok)
                return Terminal.Fail($"--media-store: {address.Trouble.Sentence}", Terminal.Usage);
            store = address.Value;
        }

        foreach (string warning in target.Warnings)
            Console.Error.WriteLine(warning);
        // The key is for one server: another does not get it.
        using var jobs = JobCommand.Client(target, time);
        using var uploads = JobCommand.Client(target with { Address = store, Key = JobCommand.SameServer(store, target.Address) ? target.Key : null }, time);
        var run = new VideoRun(files, Wish(parsed), parsed.GetValue(Json), new JobClient(uploads, jobs, target.Timeout, time));
        return await run.RunAsync(cancel) ? Terminal.Ok : Terminal.Failed;
    }

    private static VideoJobRequest Wish(ParseResult parsed) => new()
    {
        MediaStoreId = 0,
        Priority = parsed.GetValue(Priority),
        Interval = parsed.GetValue(Interval),
        Threshold = parsed.GetValue(Threshold),
        MaxFrames = parsed.GetValue(MaxFrames),
        Collection = parsed.GetValue(Collection),
        Store = parsed.GetValue(Store) ? true : null,
    };
}
