using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Events;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;
using Argus.Jobs.Tests.Fakes;
using Argus.Jobs.Tests.Running;
using Argus.Jobs.Work.Running;
using Argus.Testing.Messaging;

namespace Argus.Jobs.Tests.Work;

/// <summary>One trace from the caller's request to the event, through the whole service and a broker.</summary>
public sealed class TraceTests
{
    [KafkaFact]
    public async Task Job_OfATracedRequest_CarriesItsTraceEverywhere()
    {
        string trace = ActivityTraceId.CreateRandom().ToHexString();
        ConcurrentQueue<string> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is JobTrace.SourceName or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId.ToHexString() == trace)
                    spans.Enqueue(span.OperationName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var broker = await KafkaBroker.StartAsync();
        await broker.MakeTopicsAsync(TopicMaker.Topics);
        await using var platform = await FakePlatform.StartAsync();
        await using var host = await JobsHost.StartAsync(o => o with { Roles = JobsRoles.Api | JobsRoles.Worker, MediaStore = platform.Url, Inference = platform.Url, Kafka = new() { BootstrapServers = broker.Servers } });

        var created = await (await host.Http.PostJsonAsync("/job/image_embedding", """{"media_store_id": 7, "priority": 9}""", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"))).JsonAsync(201);
        await host.UntilAsync(Guid.Parse((string)created["job_id"]!), job => job.State == JobState.Completed);
        var message = Assert.Single(await Kcat.ConsumeAsync(broker.Servers, "argus.jobs.image_embedding.high", 1));
        var told = Assert.Single(await Kcat.ConsumeAsync(broker.Servers, JobEvents.KafkaTopic, 1));

        Assert.Contains(trace, TraceOf(message));
        Assert.Contains(trace, TraceOf(told));
        Assert.Contains(trace, (string)JsonNode.Parse(told.Body)!["traceparent"]!);
        Assert.Equal(["/embed/image", "/entity/7/file", "/entity/7/results"], platform.Calls.Select(call => call.Path).Order());
        Assert.All(platform.Calls, call => Assert.Contains(trace, call.Headers.TraceParent.ToString()));
        Assert.Contains("run image_embedding", spans);
    }

    private static string TraceOf(KcatMessage message) => message.Headers.Single(header => header.StartsWith("traceparent=", StringComparison.Ordinal));
}
