using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Data.Messaging.Kafka;
using Confluent.Kafka;

namespace Argus.Jobs.Tests.Storm;

/// <summary>Those who want jobs done: by REST, asking again with the same idempotency key until there is an answer, and as producers of messages that share no code with Argus.</summary>
internal sealed class StormCallers : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly HttpClient _http;
    private readonly IProducer<Null, string>? _producer;

    /// <param name="api">Where the API answers, now and then.</param>
    /// <param name="brokers">Of Kafka; null: none.</param>
    public StormCallers(Uri api, string? brokers)
    {
        _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = api, Timeout = TimeSpan.FromSeconds(10) };
        if (brokers is null)
            return;
        KafkaLibrary.Require();
        _producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = brokers, MessageTimeoutMs = 300_000, ReconnectBackoffMaxMs = 500 }).SetLogHandler((_, _) => { }).Build();
    }

    /// <summary>Asks the API.</summary>
    public HttpClient Http => _http;

    /// <summary>Jobs by their ids.</summary>
    public ConcurrentDictionary<Guid, StormJob> Jobs { get; } = [];

    /// <summary>Posts that met no answer or one that asks to come again.</summary>
    public int Repeated { get; private set; }

    /// <summary>Brings a job; returns when it is accepted.</summary>
    public async Task BringAsync(StormJob job)
    {
        if (job.Way == Way.Rest)
        {
            Jobs[await PostAsync(job)] = job;
            return;
        }

        bool named = job.Way == Way.KafkaWithId;
        Jobs[named ? job.Key : JobMessageReader.IdOf(job.Task, job.Media)] = job;
        for (int i = named ? 1 : 0; i < 2; i++)
            await SendAsync(JobTopics.For(job.Task, job.Priority), job.Body(named));
    }

    /// <summary>Writes a message.</summary>
    public Task SendAsync(string topic, string body) => _producer!.ProduceAsync(topic, new Message<Null, string> { Value = body });

    /// <summary>Asks until the API answers.</summary>
    public async Task<HttpResponseMessage> AskAsync(Func<HttpRequestMessage> request)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            try
            {
                var answer = await _http.SendAsync(request());
                if ((int)answer.StatusCode is not (429 or >= 500))
                    return answer;
                answer.Dispose();
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                // Whether it was done is not known.
            }

            Repeated++;
            await Task.Delay(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _producer?.Dispose();
    }

    private async Task<Guid> PostAsync(StormJob job)
    {
        using var answer = await AskAsync(() => new(HttpMethod.Post, $"/job/{job.Task}")
        {
            Content = new StringContent(job.Body(withId: false), Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", $"{job.Key}" } },
        });
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is 200 or 201, $"{job}: {(int)answer.StatusCode} {body}");
        return (Guid)JsonNode.Parse(body)!["job_id"]!;
    }
}
