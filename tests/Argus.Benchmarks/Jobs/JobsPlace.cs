using Argus.Data.Jobs.Postgres;
using Argus.Data.Messaging.Kafka;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.Testing;
using Argus.Testing.Databases;
using Argus.Testing.Messaging;
using Microsoft.Extensions.Logging;

namespace Argus.Benchmarks.Jobs;

/// <summary>Where jobs lie during a measurement: a folder on disk, or a PostgreSQL server that flushes, with a Kafka cluster beside it where it is wanted.</summary>
internal sealed class JobsPlace : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private PostgresServer? _postgres;
    private KafkaBroker? _kafka;
    private int _schemas;

    private JobsPlace(string name, int partitions) => (Name, Partitions) = (name, partitions);

    /// <summary>sqlite, postgres or postgres+kafka.</summary>
    public string Name { get; }

    /// <summary>Of each Kafka topic.</summary>
    public int Partitions { get; }

    /// <summary>Starts what a name stands for.</summary>
    public static async Task<JobsPlace> StartAsync(string name, int partitions)
    {
        var place = new JobsPlace(name, partitions);
        try
        {
            if (name is not ("sqlite" or "postgres" or "postgres+kafka"))
                throw new ArgumentException($"There is no store '{name}': give sqlite, postgres or postgres+kafka.");
            if (name != "sqlite")
                place._postgres = await PostgresServer.StartAsync(isDurable: true);
            return place;
        }
        catch
        {
            await place.DisposeAsync();
            throw;
        }
    }

    /// <summary>Settings of a process on this store, which is empty: each call gives another one.</summary>
    /// <param name="workers">ARGUS_WORKERS; null: its default.</param>
    /// <param name="roles">What the process does.</param>
    public async Task<JobsOptions> NewOptionsAsync(int? workers, JobsRoles roles = JobsRoles.Api)
    {
        int number = ++_schemas;
        // A new one each time: the messages of the last measurement would name jobs that this store does not have.
        if (_kafka is not null)
            await _kafka.DisposeAsync();
        _kafka = Name == "postgres+kafka" ? await KafkaBroker.StartAsync() : null;
        foreach (string topic in _kafka is null ? [] : TopicMaker.Topics)
            await _kafka!.MakeTopicAsync(topic, Partitions);
        var options = new JobsOptions
        {
            Host = "127.0.0.1",
            Port = 0,
            LogLevel = LogLevel.Error,
            Roles = roles,
            Trust = new TrustOptions { Kind = TrustKind.Gateway },
            Data = _folder.At($"{number}"),
            Database = _postgres is null ? null : new PostgresJobStoreOptions { ConnectionString = _postgres.ConnectionString, Schema = $"bench{number}" },
            Kafka = _kafka is null ? null : new KafkaConnection { BootstrapServers = _kafka.Servers },
        };
        return workers is { } most ? options with { Workers = most } : options;
    }

    public async ValueTask DisposeAsync()
    {
        if (_kafka is not null)
            await _kafka.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _folder.Dispose();
    }
}
