using System.Diagnostics;
using Argus.Testing;

namespace Argus.Data.Tests.Vectors.Pgvector;

/// <summary>PostgreSQL with pgvector from npm, in a process of its own, on a free port.</summary>
public sealed class PgliteServer : IAsyncLifetime
{
    private Process? _process;

    public static string Script { get; } = Path.Combine(TestData.Repository, "node_modules", "@electric-sql", "pglite-socket", "dist", "scripts", "server.js");

    /// <summary>Of the database, or what was given in PGVECTOR_URL, as Npgsql takes it.</summary>
    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("PGVECTOR_URL") is { Length: > 0 } given)
        {
            ConnectionString = given;
            return;
        }

        string[] arguments = [Script, "--db=memory://", "--port=0", "--extensions=@electric-sql/pglite-pgvector:vector", "--max-connections=20"];
        _process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = TestData.Repository })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        const string word = "\"port\":";
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.IndexOf(word, StringComparison.Ordinal) is not (>= 0 and var at))
                continue;
            int port = int.Parse(string.Concat(line[(at + word.Length)..].TakeWhile(char.IsAsciiDigit)));
            // One process underneath: two connections at work at once get in one another's way, as they do not in PostgreSQL.
            ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Password=postgres;Database=postgres;SSL Mode=Disable;Maximum Pool Size=1";
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return;
        }

        throw new InvalidOperationException($"PGlite did not start: {await _process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    public async Task DisposeAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
