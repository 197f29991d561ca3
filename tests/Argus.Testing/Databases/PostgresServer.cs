using System.Diagnostics;
using Argus.Testing.Processes;

namespace Argus.Testing.Databases;

/// <summary>A PostgreSQL server of this machine's packages, of the test's own: in a temporary folder, on a socket in it, ended with the test, however that ends.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string? Programs = FindPrograms();
    private readonly string _folder;
    private readonly bool _isDurable;
    private Process? _process;

    private PostgresServer(string folder, bool isDurable) => (_folder, _isDurable) = (folder, isDurable);

    /// <summary>Why a test that needs it cannot run; null where it can, and where it must be there.</summary>
    public static string? Missing => Programs is null && Environment.GetEnvironmentVariable("CI") is null ? "PostgreSQL is not installed (Debian: apt-get install postgresql)" : null;

    /// <summary>For Npgsql; the user may do everything.</summary>
    public string ConnectionString => $"Host={_folder};Username=postgres;Database=postgres";

    /// <summary>Makes a database cluster and starts it.</summary>
    /// <param name="isDurable">Whether it flushes to disk: for measuring; tests are quicker without.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable = false)
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("argus-pg-").FullName, isDurable);
        try
        {
            if (Environment.IsPrivilegedProcess)
                await RunAsync("/bin/chown", "postgres", server._folder);
            await RunAsync("/bin/sh", "-c", $"{AsUser}'{Programs}/initdb' --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync --pgdata='{server._folder}/data'");
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it after <see cref="KillAsync"/>, with the same data.</summary>
    public async Task StartAgainAsync()
    {
        string settings = $"-c listen_addresses= -c unix_socket_directories='{_folder}' -c max_connections=200 -c shared_buffers=256MB -c max_wal_size=4GB {(_isDurable ? "" : "-c fsync=off")}";
        // The shell ends the server when its own input ends, which a killed test leads to as well.
        string script = $"exec 2>&1; {AsUser}'{Programs}/postgres' -D '{_folder}/data' {settings} & server=$!; cat >/dev/null; kill -QUIT $server; wait $server";
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var changed = new Signal();
        var said = new List<string>();
        bool ended = false;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) =>
        {
            lock (said)
                said.Add(line.Data ?? "");
            ended |= line.Data is null;
            changed.Set();
        };
        _process.Start();
        _process.BeginOutputReadLine();
        await changed.UntilAsync(
            () => Says("database system is ready to accept connections") || (ended ? throw new InvalidOperationException(Said()) : false),
            Patience,
            Said);

        bool Says(string text) => Said().Contains(text, StringComparison.Ordinal);

        string Said()
        {
            lock (said)
                return string.Join('\n', said);
        }
    }

    /// <summary>Ends it at once, as a crash does: connections break, nothing is tidied up.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // The server refuses to run as root.
    private static string AsUser => Environment.IsPrivilegedProcess ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : "";

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{await errors}");
    }

    private static string? FindPrograms() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Max(StringComparer.Ordinal)
        : null;
}
