using Argus.LocalCluster.Tests.Replay;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>Runs the commands of a story with the real kubectl against a local cluster, and tells what it printed otherwise than recorded.</summary>
internal sealed class RunPlayer(string story, RunningCluster cluster, string folder)
{
    public List<string> Faults { get; } = [];

    public async Task PlayAsync()
    {
        var recorded = RecordedStory.Load(story);
        var player = new Player(recorded, cluster, new Translation());
        await player.SeedAsync();
        // The files of the first story lay there all the while.
        foreach (var (name, text) in RecordedRun.Load("kubectl/apply-client-side").Values.SelectMany(r => r.Files))
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        var runs = RecordedRun.Load(story);
        foreach (string id in Enumerable.Range(0, 1 + Math.Max(runs.Values.Max(r => r.Id), 0)).Select(i => $"{i}"))
            if (runs.TryGetValue(id, out var run))
                await PlayAsync(run);
            else if (recorded.Steps.FirstOrDefault(s => s.Id == id) is { } exchange)
                await player.PlayAsync(s => s == exchange, fresh: false);
    }

    private async Task PlayAsync(RecordedRun run)
    {
        // The same commands with a newer kubectl follow in the stories that hold both.
        if (run.Kubectl != "1.32")
            return;
        foreach (var (name, text) in run.Files)
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        if (run.Interrupted || RunClaims.Unclaimed.ContainsKey($"{story}#{run.Id}"))
            return;
        string command = run.As == "nobody" ? run.Command + " --as=nobody" : run.Command;
        // Each caller has what it discovered in a home of its own.
        string home = Directory.CreateDirectory(Path.Combine(folder, "home-" + run.As)).FullName;
        var here = await KubectlRun.ShellAsync(await KubeconfigAsync(run.As), home, folder, command, run.Input);
        string server = cluster.Http.BaseAddress!.Authority;
        string[] faults =
        [
            .. Compare(run, "exit code", $"{run.Outcome.Exit}", $"{here.Exit}"),
            .. Compare(run, "stdout", Printed.Normal(run.Outcome.Output, server), Printed.Normal(here.Output, server)),
            .. Compare(run, "stderr", Printed.Normal(run.Outcome.Errors, server), Printed.Normal(here.Errors, server)),
        ];
        if (KubectlRun.Minor != RunClaims.Debian || !RunClaims.Older.ContainsKey($"{story}#{run.Id}"))
            Faults.AddRange(faults);
        else if (faults.Length == 0)
            Faults.Add($"[{run.Id}] {run.Command}: printed as recorded, and listed as different");
    }

    private static IEnumerable<string> Compare(RecordedRun run, string what, string recorded, string here) =>
        recorded == here ? [] : [$"[{run.Id}] {run.Command}: {what} recorded\n{recorded}\nhere\n{here}"];

    private async Task<string> KubeconfigAsync(string caller)
    {
        if (caller != "badtoken")
            return cluster.Kubeconfig;
        string path = Path.Combine(folder, "badtoken");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(cluster.Kubeconfig)).Replace(RunningCluster.Token, "wrong", StringComparison.Ordinal));
        return path;
    }
}
