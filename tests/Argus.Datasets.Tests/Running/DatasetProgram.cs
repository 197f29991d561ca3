using Argus.Testing;
using Argus.Testing.Processes;
using Npgsql;

namespace Argus.Datasets.Tests.Running;

/// <summary>The program as a CronJob's pod runs it, on a folder and a database.</summary>
internal sealed class DatasetProgram(TemporaryFolder folder, TestDatabase database, Uri? model = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Signal _changed = new();
    private int _steps;

    /// <summary>It has done something that can be seen from outside.</summary>
    public void Step()
    {
        Interlocked.Increment(ref _steps);
        _changed.Set();
    }

    /// <summary>Runs it to a good end.</summary>
    public async Task RunAsync(params string[] arguments)
    {
        await using var run = Start(arguments);
        await run.EndedAsync();
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{run}");
    }

    /// <summary>Kills it after so many steps: files that got their lasting names, and what else calls <see cref="Step"/>.</summary>
    /// <returns>False where it had come to its end by then.</returns>
    public async Task<bool> KillAfterAsync(int steps, params string[] arguments)
    {
        Volatile.Write(ref _steps, 0);
        using var watcher = new FileSystemWatcher(folder.At("ml-artifacts")) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
        // A file gets its lasting name by being moved.
        watcher.Renamed += (_, _) => Step();
        watcher.EnableRaisingEvents = true;
        await using var run = Start(arguments);
        var ended = run.EndedAsync().ContinueWith(_ => _changed.Set(), TaskScheduler.Default);
        await _changed.UntilAsync(() => Volatile.Read(ref _steps) >= steps || run.HasExited, Patience, run.ToString);
        if (run.HasExited)
            return run.ExitCode == 0 ? false : throw new InvalidOperationException($"{run}");
        await run.KillAsync();
        await ended;
        return true;
    }

    private ProgramRun Start(string[] arguments)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return new ProgramRun("Argus.Datasets", arguments, new Dictionary<string, string>
        {
            ["DB_HOST"] = settings.Host!,
            ["DB_USER"] = settings.Username!,
            ["DB_NAME"] = settings.Database!,
            ["ARGUS_DATA"] = folder.Path,
            ["ARGUS_WORKERS"] = "2",
            ["ARGUS_INFERENCE_URL"] = model?.AbsoluteUri ?? "",
        });
    }
}
