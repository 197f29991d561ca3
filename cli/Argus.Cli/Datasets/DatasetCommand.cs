using System.CommandLine;
using Argus.Cli.Hosting;
using Argus.Cli.Remote;
using Argus.Contracts.Datasets;
using Argus.Kube.Client;

namespace Argus.Cli.Datasets;

/// <summary><c>argus dataset …</c>: asks the dataset service. Exit codes: 0 done, 1 it could not be done or the run failed, 2 called wrongly.</summary>
internal static class DatasetCommand
{
    // The gateway.
    private const string DefaultServer = "localhost:8080";

    public static Command Create(TimeProvider time) => new("dataset", "Datasets from what was predicted: daily collection, verification, monthly datasets.")
    {
        Run("daily", "Collects what was predicted on a day that is over.", "YYYY-MM-DD", time),
        Run("monthly", "Makes the datasets and centroids of a month that is over.", "YYYY-MM", time),
        Runs(time),
        Candidates(time),
        Decision("accept", "The prediction is right.", null, time),
        Decision("relabel", "It belongs to another class.", new Argument<string>("CLASS") { Description = "The right class." }, time),
        Decision("reject", "It is not to be learnt from.", null, time),
    };

    private static Command Run(string flow, string description, string form, TimeProvider time)
    {
        var date = new Option<string?>("--date") { HelpName = form, Description = "Which; default the last that is over, in UTC." };
        var command = new Command(flow, $"{description} Done again, it changes nothing.") { date };
        return Prepare(command, time, (client, parsed, cancel) => client.RunAsync(new RunRequest { Flow = flow, Date = parsed.GetValue(date) }, cancel));
    }

    private static Command Runs(TimeProvider time)
    {
        var flow = new Option<string?>("--flow") { HelpName = "FLOW", Description = "Only daily or monthly." };
        flow.AcceptOnlyFromAmong("daily", "monthly");
        var limit = NumberOption.Create("--limit", "N", "How many. Default: 20.", 1, 1000);
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("runs", "Runs, newest first.") { flow, limit, json };
        return Prepare(command, time, (client, parsed, cancel) => client.RunsAsync(parsed.GetValue(flow), parsed.GetValue(limit) ?? 20, parsed.GetValue(json), cancel));
    }

    private static Command Candidates(TimeProvider time)
    {
        var state = new Option<string?>("--state") { HelpName = "STATE", Description = "Only these: collecting, candidate, accepted, rejected, skipped." };
        state.AcceptOnlyFromAmong("collecting", "candidate", "accepted", "rejected", "skipped");
        var day = new Option<string?>("--day") { HelpName = "YYYY-MM-DD", Description = "Only of this day." };
        var name = new Option<string?>("--class") { HelpName = "CLASS", Description = "Only of this class." };
        var json = new Option<bool>("--json") { Description = "As JSON, one line each." };
        var command = new Command("candidates", "Predictions that were collected, by id.") { state, day, name, json };
        return Prepare(command, time, (client, parsed, cancel) => client.CandidatesAsync(parsed.GetValue(state), parsed.GetValue(day), parsed.GetValue(name), parsed.GetValue(json), cancel));
    }

    private static Command Decision(string verb, string description, Argument<string>? name, TimeProvider time)
    {
        var id = new Argument<long>("ID") { Description = "Number of the candidate, as `argus dataset candidates` shows it." };
        var by = new Option<string?>("--by") { HelpName = "NAME", Description = "Who decides, for the record. Default: the user of this machine.", DefaultValueFactory = _ => Environment.UserName };
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = "Why, for the record." };
        var command = new Command(verb, description) { id };
        if (name is not null)
            command.Arguments.Add(name);
        command.Options.Add(by);
        if (verb == "reject")
            command.Options.Add(reason);
        return Prepare(command, time, (client, parsed, cancel) => client.DecideAsync(
            parsed.GetRequiredValue(id),
            verb,
            new DecisionRequest { By = parsed.GetValue(by), Class = name is null ? null : parsed.GetRequiredValue(name), Reason = verb == "reject" ? parsed.GetValue(reason) : null },
            cancel));
    }

    private static Command Prepare(Command command, TimeProvider time, Func<DatasetClient, ParseResult, CancellationToken, Task<int>> act)
    {
        var server = new RemoteOptions(DefaultServer);
        server.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (target, error) = server.Read(parsed, []);
            if (target is null)
                return Terminal.Fail(error!, Terminal.Usage);
            foreach (string warning in target.Warnings)
                Console.Error.WriteLine(warning);
            using var remote = new RemoteClient(target.CreateHttp(), target, new RetryWaits(new Jitter(new Random())), time, Terminal.Remark);
            return await act(new DatasetClient(remote), parsed, cancel);
        });
        return command;
    }
}
