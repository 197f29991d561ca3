using System.CommandLine;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Remote;
using Argus.Contracts.Jobs;
using Argus.Kube.Client;

namespace Argus.Cli.Jobs;

/// <summary><c>argus job embed|detect</c>: puts pictures into the media store, has jobs done on them, and prints the results, as the demo clients of the job service did.</summary>
internal static class JobCommand
{
    private const string DefaultServer = "localhost:8001";

    public static Command Create(TimeProvider time)
    {
        var faces = new Option<bool>("--faces") { Description = "A vector for each face instead of one for the picture." };
        var embed = new Command("embed", "Vectors of pictures, kept in the vector store. Exit code: 0 all jobs were completed, 1 some were not, 2 called wrongly.") { faces };
        var detect = new Command("detect", "Faces in pictures. Exit code: 0 all jobs were completed, 1 some were not, 2 called wrongly.");
        Prepare(embed, parsed => parsed.GetValue(faces) ? JobTasks.FaceEmbedding : JobTasks.ImageEmbedding, time);
        Prepare(detect, _ => JobTasks.FaceDetection, time);
        return new Command("job", "Asynchronous jobs on pictures in the media store.") { embed, detect };
    }

    private static void Prepare(Command command, Func<ParseResult, string> task, TimeProvider time)
    {
        var files = new Argument<string[]>("FILE") { Description = PictureFiles.Help, Arity = ArgumentArity.OneOrMore };
        var media = new Option<string>("--media-store") { HelpName = "URL", Description = "The media store, such as localhost:8000.", Required = true };
        var priority = NumberOption.Create("--priority", "N", "0 to 10, higher first. Default: 5.", JobTasks.MinPriority, JobTasks.MaxPriority);
        var json = new Option<bool>("--json") { Description = "One line of JSON a file, also for a single one." };
        var server = new RemoteOptions(DefaultServer);
        command.Arguments.Add(files);
        foreach (var option in (Option[])[media, priority, json])
            command.Options.Add(option);
        server.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var pictures = PictureFiles.Expand(parsed.GetRequiredValue(files));
            if (pictures.Count == 0)
                return Terminal.Fail(PictureFiles.NoneThere, Terminal.Usage);
            var (target, error) = server.Read(parsed, []);
            if (target is null)
                return Terminal.Fail(error!, Terminal.Usage);
            var store = ServerAddress.Parse(parsed.GetRequiredValue(media), tls: false);
            if (!store.Ok)
                return Terminal.Fail($"--media-store: {store.Trouble.Sentence}", Terminal.Usage);
            foreach (string warning in target.Warnings)
                Console.Error.WriteLine(warning);
            // The key is for one server: another does not get it.
            var mediaTarget = target with { Address = store.Value, Key = SameServer(store.Value, target.Address) ? target.Key : null };
            using var jobs = Client(target, time);
            using var uploads = Client(mediaTarget, time);
            var client = new JobClient(uploads, jobs, target.Timeout, time);
            var run = new JobRun(pictures, task(parsed), parsed.GetValue(priority), parsed.GetValue(json), client, target.Concurrency);
            return await run.RunAsync(cancel) == RunEnd.Good ? Terminal.Ok : Terminal.Failed;
        });
    }

    internal static bool SameServer(Uri one, Uri other) => Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    internal static RemoteClient Client(RemoteTarget target, TimeProvider time) => new(target.CreateHttp(), target, new RetryWaits(new Jitter(new Random())), time, Terminal.Remark);
}
