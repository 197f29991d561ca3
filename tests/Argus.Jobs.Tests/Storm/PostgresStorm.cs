using System.Diagnostics;
using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Tests.Vectors.Qdrant;
using Argus.Testing;
using Argus.Testing.Databases;
using Argus.Testing.Messaging;
using Argus.Testing.Processes;
using Npgsql;

namespace Argus.Jobs.Tests.Storm;

/// <summary>The stage of a storm in a cluster's shape: two workers and an API as processes, PostgreSQL, Kafka, Qdrant's stand-in, and Mosquitto where it is installed.</summary>
internal sealed class PostgresStorm : IAsyncDisposable
{
    /// <summary>Of each topic.</summary>
    public const int Partitions = 2;

    public const string EventsTopic = "argus.events";
    private static readonly TimeSpan Outage = TimeSpan.FromMilliseconds(1500);
    private readonly TemporaryFolder _videos = new();
    private readonly StormPlan _plan;
    private readonly Pace _pace;
    private readonly int _seed;
    private ProgramRun? _subscriber;
    private MosquittoBroker? _mosquitto;
    private StormPlatform? _platform;
    private KafkaBroker? _kafka;
    private PostgresServer? _postgres;
    private FakeQdrant? _qdrant;
    private StormProgram[] _programs = [];

    private PostgresStorm(StormPlan plan, Pace pace, int seed) => (_plan, _pace, _seed) = (plan, pace, seed);

    // An address of its own: no other program's connection takes its port while it is down.
    public Uri Api => new($"http://{ApiHost}:8001");

    public string Brokers => _kafka!.Servers;

    public StormPlatform Platform => _platform!;

    public FakeQdrant Qdrant => _qdrant!;

    public IReadOnlyList<StormProgram> Programs => _programs;

    public bool HasMqtt => _mosquitto is not null;

    private string ApiHost => $"127.{100 + (_seed % 50)}.{Environment.ProcessId / 250 % 250}.{1 + (Environment.ProcessId % 250)}";

    public static async Task<PostgresStorm> StartAsync(StormPlan plan, Pace pace, int seed)
    {
        var storm = new PostgresStorm(plan, pace, seed);
        try
        {
            await storm.StartAsync();
            return storm;
        }
        catch
        {
            await storm.DisposeAsync();
            throw;
        }
    }

    public IReadOnlyList<Disturbance> Disturbances() =>
    [
        new("kill -9 worker 1", 20, _ => _programs[0].KillAsync()),
        new("kill -9 worker 2", 20, _ => _programs[1].KillAsync()),
        new("kill -9 api", 14, _ => _programs[2].KillAsync()),
        new("stop postgresql at once", 6, async _ =>
        {
            await _postgres!.KillAsync();
            await _postgres.StartAgainAsync();
        }),
        new("kill -9 a server process of postgresql", 8, _ => KillBackendAsync()),
        new("broker down", 8, async random =>
        {
            await _kafka!.TakeDownAsync();
            await _pace.AfterAsync(random.Next(5, 40), Outage);
            await _kafka.BringUpAsync();
        }),
        new("qdrant fails", 12, random =>
        {
            for (int i = random.Next(5, 40); i > 0; i--)
                _qdrant!.Failures.Enqueue(random.Next(3) switch { 0 => 500, 1 => 503, _ => 0 });
            return Task.CompletedTask;
        }),
        new("media store and models hang", 4, async random =>
        {
            Platform.Hangs = true;
            await _pace.AfterAsync(random.Next(2, 10), Outage / 3);
            Platform.Hangs = false;
        }),
        new("connections to media store and models cut", 8, random =>
        {
            Platform.Cut(random.Next(1, 6));
            return Task.CompletedTask;
        }),
    ];

    /// <summary>Ends all that still disturbs.</summary>
    public void Heal()
    {
        Platform.Heal();
        Qdrant.Failures.Clear();
    }

    /// <summary>What Mosquitto told its subscriber, once it has told the ends of so many jobs.</summary>
    public async Task<StormEvents> MqttAsync(int jobs)
    {
        var events = new StormEvents();
        int read = 0;
        await _subscriber!.UntilLinesAsync(lines =>
        {
            for (; read < lines.Count; read++)
            {
                if (lines[read].StartsWith("inference/job/", StringComparison.Ordinal))
                    events.Add(lines[read][(lines[read].IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            }

            return events.HaveEnded(jobs);
        });
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
            await program.DisposeAsync();
        foreach (var part in new IAsyncDisposable?[] { _subscriber, _mosquitto, _qdrant, _kafka, _postgres, _platform })
        {
            if (part is not null)
                await part.DisposeAsync();
        }

        _videos.Dispose();
    }

    private async Task StartAsync()
    {
        _platform = await StormPlatform.StartAsync(_plan, _pace, _seed);
        _postgres = await PostgresServer.StartAsync();
        _kafka = await KafkaBroker.StartAsync();
        foreach (string topic in JobTopics.All(JobTasks.All).Append(JobTopics.Dead).Append(EventsTopic))
            await _kafka.MakeTopicAsync(topic, Partitions);
        _qdrant = await FakeQdrant.StartAsync();
        if ((DebianProgram.Mosquitto.Missing ?? DebianProgram.MosquittoSub.Missing) is null)
        {
            _mosquitto = await MosquittoBroker.StartAsync();
            _subscriber = await _mosquitto.SubscribeAsync("inference/job/+/completed");
        }

        _programs =
        [
            new("worker 1", Settings("worker", "127.0.0.1", 0, "one")),
            new("worker 2", Settings("worker", "127.0.0.1", 0, "two")),
            new("api", Settings("api", ApiHost, Api.Port, "")),
        ];
    }

    private Dictionary<string, string> Settings(string role, string host, int port, string instance)
    {
        Dictionary<string, string> settings = new()
        {
            ["ARGUS_ROLES"] = role,
            ["HOST"] = host,
            ["PORT"] = $"{port}",
            ["DB_HOST"] = new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString).Host!,
            ["DB_USER"] = "postgres",
            ["DB_NAME"] = "postgres",
            ["QDRANT_URL"] = $"{Qdrant.Url}",
            ["QDRANT_API_KEY"] = FakeQdrant.Key,
            ["KAFKA_BROKERS"] = Brokers,
            ["KAFKA_PARTITIONS"] = $"{Partitions}",
            ["KAFKA_SESSION_TIMEOUT_MS"] = "6000",
            ["KAFKA_INSTANCE_ID"] = instance,
            ["ARGUS_VIDEO_FOLDER"] = _videos.Path,
        };
        if (HasMqtt)
            settings["MQTT_URL"] = $"mqtt://127.0.0.1:{_mosquitto!.Port}";
        return StormSettings.With(settings, Platform.Url, Platform.Url);
    }

    // The server ends all its other processes then, and recovers as after a crash.
    private async Task KillBackendAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(_postgres!.ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            await using var ask = new NpgsqlCommand("SELECT pid FROM pg_stat_activity WHERE application_name = 'argus-jobs' AND pid <> pg_backend_pid() ORDER BY query_start DESC NULLS LAST LIMIT 1", connection);
            if (await ask.ExecuteScalarAsync() is int pid)
                Process.GetProcessById(pid).Kill();
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or InvalidOperationException)
        {
            // It recovers from the one before, or the process has ended of itself.
        }
    }
}
