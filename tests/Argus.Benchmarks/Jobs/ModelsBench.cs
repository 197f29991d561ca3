using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Argus.Benchmarks.EndToEnd;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs;
using Argus.Jobs.Configuration;
using Argus.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Argus.Benchmarks.Jobs;

/// <summary>Pictures a second from the media store through jobs and a model server to stored vectors and delivered results, beside that model server asked without jobs.</summary>
internal sealed class ModelsBench(JobsPlace place, int rounds, TimeSpan round)
{
    private static readonly string[] Photos = ["phone_exif6.jpg", "t1.jpg"];

    public async Task RunAsync(string pack)
    {
        using var server = new ServerProcess(pack);
        var options = await place.NewOptionsAsync(null, new JobsOptions().Roles) with { Inference = new Uri($"http://127.0.0.1:{server.Port}") };
        await using var app = await JobsApp.CreateAsync(options, TimeProvider.System);
        await app.StartAsync();
        using var ended = new EndCounter();
        Console.WriteLine($"{place.Name}, pack {Path.GetFileName(Path.GetDirectoryName(pack))}, face_embedding, {options.Workers} workers, {rounds} rounds of {round.TotalSeconds} s, in turn");
        Console.WriteLine();
        Console.WriteLine("| photo | model server images/s | jobs/s | jobs / model server, median | least | most |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var jobs = app.Services.GetRequiredService<IJobStore>();
        foreach (string photo in Photos)
        {
            byte[] bytes = File.ReadAllBytes(TestData.At("photos", photo));
            using var direct = new HttpLoop(server.Port, server.Id, HttpLoop.Detect(bytes), options.Workers);
            direct.Run(round);
            List<double> alone = [], through = [];
            // The first warms up.
            for (int i = 0; i <= rounds; i++)
            {
                double images = direct.Run(round).PerSecond;
                double rate = await ThroughAsync(new Uri(app.Urls.Single()), jobs, ended, bytes, (int)(images * round.TotalSeconds));
                if (i == 0)
                    continue;
                alone.Add(images);
                through.Add(rate);
            }

            var ratios = through.Zip(alone, (t, a) => t / a).Order().ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {photo} | {alone.Order().ElementAt(rounds / 2):F1} | {through.Order().ElementAt(rounds / 2):F1} | {ratios[rounds / 2]:F3} | {ratios[0]:F3} | {ratios[^1]:F3} |"));
        }

        var counted = await jobs.CountAsync();
        if (counted.Jobs.Any(j => j.State != JobState.Completed))
            throw new InvalidOperationException($"Not all completed: {string.Join(", ", counted.Jobs)}");
        await app.StopAsync();
    }

    private static async Task<double> ThroughAsync(Uri service, IJobStore jobs, EndCounter ended, byte[] photo, int count)
    {
        using var http = new HttpClient { BaseAddress = service };
        List<NewJob> wishes = [];
        for (int i = 0; i < count; i++)
        {
            using var form = new MultipartFormDataContent { { new StringContent("bench"), "label" }, { new StringContent("false"), "is_collection" } };
            form.Add(new ByteArrayContent(photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } }, "file", "photo.jpg");
            using var answer = await http.PostAsync("/entity/", form);
            answer.EnsureSuccessStatusCode();
            var entity = (await answer.Content.ReadFromJsonAsync(ContractsJson.Default.EntityBody))!;
            wishes.Add(new NewJob { TaskType = JobTasks.FaceEmbedding, MediaStoreId = entity.Id, Priority = 5 });
        }

        var last = ended.AfterAsync(count);
        long begun = Stopwatch.GetTimestamp();
        await jobs.CreateAsync(wishes);
        return count / Stopwatch.GetElapsedTime(begun, await last.WaitAsync(TimeSpan.FromSeconds(120))).TotalSeconds;
    }
}
