using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Media;
using Argus.Jobs.Tests.Running;
using Argus.Testing;

namespace Argus.Jobs.Tests.Examples;

/// <summary>The worked examples of the document that this service follows, its curl commands as they stand there: only host and port are others, and the job's id is that of the answer.</summary>
public sealed partial class DocumentedWalkTests
{
    [DataFact]
    public async Task ImageEmbedding_AsWritten_Completes()
    {
        await using var model = await FixedModel.StartAsync();
        await using var host = await StartAsync(model);
        var (entity, created, ended) = await WalkAsync(host, "Complete Image Embedding Workflow", 123);

        Assert.Equal(("my_image", false), ((string)entity["label"]!, (bool)entity["is_collection"]!));
        Assert.Equal(("image_embedding", 123, 5), ((string)created["task_type"]!, (long)created["media_store_id"]!, (int)created["priority"]!));
        Assert.Equal("""{"embedding_dimension":512,"stored_in_vector_db":true,"collection":"image_embeddings","point_id":123}""", Fields(ended, "embedding_dimension", "stored_in_vector_db", "collection", "point_id"));
    }

    [DataFact]
    public async Task FaceDetection_AsWritten_Completes()
    {
        await using var model = await FixedModel.StartAsync();
        await using var host = await StartAsync(model);
        var (entity, created, ended) = await WalkAsync(host, "Complete Face Detection Workflow", 456);

        Assert.Equal("faces_image", (string)entity["label"]!);
        Assert.Equal(("face_detection", 456, 8), ((string)created["task_type"]!, (long)created["media_store_id"]!, (int)created["priority"]!));
        Assert.Equal("""{"face_count":2}""", Fields(ended, "face_count"));
        var face = ended["result"]!["faces"]![1]!;
        Assert.Equal(1, (int)face["face_index"]!);
        Assert.Equal(["height", "width", "x", "y"], face["bbox"]!.AsObject().Select(f => f.Key).Order());
        Assert.Equal((5, 2), (face["landmarks"]!.AsArray().Count, face["landmarks"]![0]!.AsArray().Count));
        Assert.InRange((double)face["confidence"]!, 0, 1);
        // The picture's owner has it, too.
        using var results = await host.Http.GetAsync("/entity/456/results");
        Assert.Equal((string)created["job_id"]!, (string)(await results.JsonAsync(200))["results"]![0]!["job_id"]!);
    }

    private static Task<JobsHost> StartAsync(FixedModel model) =>
        JobsHost.StartAsync(o => o with { Roles = JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media, Inference = model.Url });

    private static async Task<(JsonObject Entity, JsonObject Created, JsonObject Ended)> WalkAsync(JobsHost host, string title, long number)
    {
        // Those that came before, so that the picture gets the number that the document names.
        for (long before = 1; before < number; before++)
        {
            using var form = MediaHost.Form(null, collection: "true");
            using var answer = await host.Http.PostAsync("/entity/", form);
            Assert.Equal(201, (int)answer.StatusCode);
        }

        using var folder = new TemporaryFolder();
        byte[] photo = await File.ReadAllBytesAsync(TestData.At("photos", "biden_1.jpg"));
        folder.Write("image.jpg", photo);
        folder.Write("people.jpg", photo);
        string[] commands = Commands(title);
        Assert.Equal(3, commands.Length);

        var entity = await RunAsync(commands[0], host, folder);
        Assert.Equal(number, (long)entity["id"]!);
        var created = await RunAsync(commands[1], host, folder);
        Assert.Equal("pending", (string)created["status"]!);
        string read = LastPart().Replace(commands[2], $"/job/{created["job_id"]}");
        var ended = await RunAsync(read, host, folder);
        while ((string)ended["status"]! is "pending" or "processing")
        {
            var change = host.Jobs.Signals.Changes.Next;
            ended = await RunAsync(read, host, folder);
            if ((string)ended["status"]! is "pending" or "processing")
                await change.WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.True((string)ended["status"]! == "completed", ended.ToJsonString());
        return (entity, created, ended);
    }

    /// <summary>The curl commands below a title, each with the lines that belong to it.</summary>
    private static string[] Commands(string title)
    {
        string file = Directory.GetFiles(TestData.At("seeds"), "002_*.txt").Single();
        string text = File.ReadAllText(file);
        string part = text[text.IndexOf(title, StringComparison.Ordinal)..];
        part = part[(part.IndexOf("```bash", StringComparison.Ordinal) + 7)..];
        part = part[..part.IndexOf("```", StringComparison.Ordinal)];
        return [.. Curl().Matches(part).Select(match => match.Value)];
    }

    private static async Task<JsonObject> RunAsync(string command, JobsHost host, TemporaryFolder folder)
    {
        string here = command.Replace("http://localhost:8000", host.Address.ToString().TrimEnd('/'), StringComparison.Ordinal).Replace("http://localhost:8001", host.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", here]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path })!;
        var fault = shell.StandardError.ReadToEndAsync();
        string answer = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{here}\n{await fault}");
        return JsonNode.Parse(answer)!.AsObject();
    }

    private static string Fields(JsonObject job, params string[] names) =>
        new JsonObject(names.Select(name => KeyValuePair.Create(name, job["result"]![name]?.DeepClone()))).ToJsonString();

    [GeneratedRegex(@"^curl (.*\\\n)*.*$", RegexOptions.Multiline)]
    private static partial Regex Curl();

    [GeneratedRegex(@"/job/\S+$")]
    private static partial Regex LastPart();
}
