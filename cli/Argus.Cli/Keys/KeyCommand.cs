using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Argus.Cli.Hosting;

namespace Argus.Cli.Keys;

/// <summary><c>argus key create</c>: API keys for the gateway. Exit codes: 0 done, 1 its file is there already or cannot be written, 2 wrong use.</summary>
public static class KeyCommand
{
    /// <summary>The command.</summary>
    /// <param name="time">Clock.</param>
    public static Command Create(TimeProvider time) => Create(time, Console.Out, Console.Error);

    internal static Command Create(TimeProvider time, TextWriter output, TextWriter error) => new("key", "API keys for the gateway.") { CreateCommand(time, output, error) };

    private static Command CreateCommand(TimeProvider time, TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("NAME") { Description = "Whose key it is; the name stands in the access log." };
        var paths = Many("--path", "PATH", "Path that it opens, such as /detect or '/v2/*'; may be given several times; default all.");
        var deployments = Many("--deployment", "NS/NAME", "ModelDeployment that it opens, or 'namespace/*'; may be given several times; default all.");
        var rate = NumberOption.Create("--rps", "N", "Requests a second.", 0.001, 1e6);
        var burst = NumberOption.Create("--burst", "N", "Requests at once after a rest; default what comes in a second.", 1, 1_000_000);
        var concurrency = NumberOption.Create("--concurrency", "N", "Requests not yet answered.", 1, 1_000_000);
        var body = NumberOption.Create("--max-body", "BYTES", "Bytes of one request.", 1L, 2_000_000_000L);
        var expires = Expires(time);
        var folder = new Option<string?>("--folder") { HelpName = "FOLDER", Description = "Write the file there, the folder of ARGUS_API_KEYS; else it is printed." };
        var add = new Option<bool>("--add") { Description = "Put it beside the keys that NAME has in the folder: both open, until the old hash is taken out." };
        var secret = new Option<string?>("--secret") { HelpName = "NAME", Description = "Print a Secret for kubectl instead." };
        var ns = new Option<string?>("--namespace", "-n") { HelpName = "NS", Description = "Namespace of the Secret." };
        var command = new Command("create", "Makes a key, shows it once, and keeps its hash.") { name, paths, deployments, rate, burst, concurrency, body, expires, folder, add, secret, ns };
        command.SetAction(parsed => new KeyCreate(output, error).Run(new KeyRequest(parsed.GetRequiredValue(name))
        {
            Paths = parsed.GetValue(paths) ?? [],
            Deployments = parsed.GetValue(deployments) ?? [],
            Rate = parsed.GetValue(rate),
            Burst = parsed.GetValue(burst),
            Concurrency = parsed.GetValue(concurrency),
            MaxBodyBytes = parsed.GetValue(body),
            Expires = parsed.GetValue(expires),
            Folder = parsed.GetValue(folder),
            Add = parsed.GetValue(add),
            Secret = parsed.GetValue(secret),
            Namespace = parsed.GetValue(ns),
        }));
        return command;
    }

    private static Option<string[]> Many(string name, string helpName, string description) => new(name) { HelpName = helpName, Description = description };

    private static Option<DateTimeOffset?> Expires(TimeProvider time) => new("--expires")
    {
        HelpName = "WHEN",
        Description = "When it ends: in days, such as 90d, or a moment, such as 2030-01-31T00:00:00Z; default never.",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            var now = time.GetUtcNow();
            DateTimeOffset moment;
            if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is > 0 and <= 36_500)
                moment = now.AddDays(days);
            else if (!DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment))
                return Refuse(result, $"--expires must be days, such as 90d, or a moment, such as 2030-01-31T00:00:00Z, not '{text}'.");
            return moment > now ? moment : Refuse(result, $"--expires {text} is over already.");
        },
    };

    private static DateTimeOffset? Refuse(ArgumentResult result, string sentence)
    {
        result.AddError(sentence);
        return null;
    }
}
