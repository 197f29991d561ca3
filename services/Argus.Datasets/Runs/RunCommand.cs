using System.Diagnostics.CodeAnalysis;
using Argus.Contracts.Datasets;
using Argus.Datasets.Store;

namespace Argus.Datasets.Runs;

/// <summary>A run asked for on the command line, as the pod of a CronJob does.</summary>
/// <param name="Flow">Which.</param>
/// <param name="Period">The day or month; null: the last that is over, and before it those that were missed.</param>
internal sealed record RunCommand(Flow Flow, Period? Period)
{
    /// <summary>How it is called.</summary>
    public const string Usage = "argus-datasets [daily | monthly [--date YYYY-MM-DD]]: runs the flow and ends, or has it run by the service at ARGUS_DATASETS_URL; without arguments it serves the API.";

    /// <summary>Exit code of a run that failed.</summary>
    public const int Failed = 1;

    /// <summary>Exit code of settings, arguments or a period that cannot be.</summary>
    public const int Wrong = 2;

    /// <summary>Exit code where the database, the store of files or the service is away.</summary>
    public const int Away = 3;

    private const int Busy = 5;

    /// <summary>Reads arguments.</summary>
    /// <param name="args">Of the command line.</param>
    /// <param name="command">Null where the process is to serve.</param>
    /// <returns>False where they make no sense.</returns>
    public static bool TryRead(string[] args, out RunCommand? command)
    {
        command = null;
        if (args is [] or ["--health"] or ["serve"])
            return true;
        if (!TryFlow(args[0], out var flow))
            return false;
        if (args.Length == 1)
        {
            command = new RunCommand(flow, null);
            return true;
        }

        if (args is not [_, "--date", var date] || !Store.Period.TryParse(flow, date, out var period))
            return false;
        command = new RunCommand(flow, period);
        return true;
    }

    /// <summary>A flow by its name.</summary>
    public static bool TryFlow([NotNullWhen(true)] string? name, out Flow flow)
    {
        flow = name == "monthly" ? Flow.Monthly : Flow.Daily;
        return name is "daily" or "monthly";
    }

    /// <summary>Runs it; a signal to end breaks it off.</summary>
    /// <returns>The exit code: 0 complete, 1 failed, 2 a period that is not over, 5 another run of the period is under way.</returns>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter said)
    {
        using var cancel = new CancellationTokenSource();
        using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            cancel.Cancel();
        });
        if (Period is { } only && only.Date > Store.Period.LastOver(Flow, services.GetRequiredService<TimeProvider>().GetUtcNow()).Date)
        {
            await said.WriteLineAsync($"{only.Name} is not over yet.");
            return Wrong;
        }

        IReadOnlyList<RunBody?> ended = Period is { } period
            ? [await services.GetRequiredService<RunKeeper>().RunAsync(period, cancel.Token)]
            : await services.GetRequiredService<CatchUp>().RunAsync(Flow, cancel.Token);
        foreach (var run in ended)
            await said.WriteLineAsync(run is null ? $"Another {Store.Period.NameOf(Flow)} run of this period is under way." : Line(run));
        return ended[^1] switch
        {
            null => Busy,
            { State: RunState.Completed } => 0,
            _ => Failed,
        };
    }

    /// <summary>How a run ended, in a line.</summary>
    public static string Line(RunBody run) =>
        $"{run.Flow} {run.Date:yyyy-MM-dd} {run.State.ToString().ToLowerInvariant()} {(run.Error is { } error ? error : string.Join(", ", run.Counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}")))}";
}
