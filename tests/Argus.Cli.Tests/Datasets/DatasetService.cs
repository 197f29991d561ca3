using System.Net;
using System.Net.Sockets;
using Argus.Testing;
using Argus.Testing.Databases;
using Argus.Testing.Processes;
using Npgsql;

namespace Argus.Cli.Tests.Datasets;

/// <summary>The dataset service as a process, with PostgreSQL and folders of its own.</summary>
public sealed class DatasetService : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ProgramRun> _programs = [];
    private PostgresServer? _postgres;

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (PostgresServer.Missing is not null)
            return;
        _postgres = await PostgresServer.StartAsync();
        int port = FreePort();
        Address = $"127.0.0.1:{port}";
        var settings = new NpgsqlConnectionStringBuilder(_postgres.ConnectionString);
        var program = new ProgramRun("Argus.Datasets", [], new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = $"{port}",
            ["DB_HOST"] = settings.Host!,
            ["DB_USER"] = settings.Username!,
            ["DB_NAME"] = settings.Database!,
            ["ARGUS_DATA"] = _folder.Path,
            ["AUTH_DISABLED"] = "true",
        });
        _programs.Add(program);
        // Nothing tells when it listens.
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Address}") };
        while (!await AnswersAsync(http, program))
            await Task.Yield();
    }

    /// <summary>Writes a prediction, with its photo where it has one.</summary>
    public async Task PredictAsync(string user, string name, DateTimeOffset at, byte[]? photo)
    {
        string key = $"{string.Concat(user.Where(char.IsAsciiLetterOrDigit))}/photo_1.jpg";
        if (photo is not null)
            _folder.Write(Path.Combine("style-photos", key), photo);
        await using var source = NpgsqlDataSource.Create($"{_postgres!.ConnectionString};Pooling=false");
        await using var command = source.CreateCommand("INSERT INTO user_styles (user_id, photo_key, predicted_class, confidence, created_at) VALUES ($1, $2, $3, 0.9, $4)");
        foreach (object value in (object[])[user, key, name, at])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Whether a file lies in the bucket of artifacts.</summary>
    public bool Has(string key) => File.Exists(_folder.At(Path.Combine("ml-artifacts", key)));

    public async Task DisposeAsync()
    {
        foreach (var program in _programs)
            await program.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http, ProgramRun program)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!program.HasExited)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
