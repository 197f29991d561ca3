using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Argus.Cli.Hosting;
using Argus.Contracts;
using Argus.Contracts.Health;
using Spectre.Console;

namespace Argus.Cli.Server;

/// <summary><c>argus status</c>: what runs, since when, with which model.</summary>
internal static class StatusCommand
{
    public static Command Create(TimeProvider time)
    {
        var command = new Command("status", "Tells what `up` started. Exit code 0 where the server is ready, 1 where it is not.");
        command.SetAction((_, cancel) => RunAsync(time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(TimeProvider time, CancellationToken cancel)
    {
        if (RunningServer.Find() is not { } server)
        {
            Console.WriteLine("Nothing runs. ./argus up starts the model server.");
            return Terminal.Failed;
        }

        var health = await HealthAsync(server.Url, cancel);
        using var process = Process.GetProcessById(server.Pid);
        var table = new Table().RoundedBorder().HideHeaders().AddColumns("", "");
        Add(table, "Process", server.Pid.ToString(CultureInfo.InvariantCulture));
        Add(table, "Address", server.Url.ToString());
        Add(table, "State", health is null ? "does not answer" : health.Reason is { } reason ? $"{health.Status}: {reason}" : health.Status);
        Add(table, "Pack", server.Pack);
        Add(table, "Digest", health?.ModelDigest ?? "-");
        Add(table, "Runs on", health is { OnnxProviders.Count: > 0 } ? string.Join(", ", health.OnnxProviders) : "-");
        Add(table, "Memory", string.Create(CultureInfo.InvariantCulture, $"{process.WorkingSet64 / 1e6:0} MB resident"));
        Add(table, "Up for", (time.GetUtcNow() - server.StartedAt).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture));
        Terminal.Out.Write(table);
        return health?.Status == "healthy" ? Terminal.Ok : Terminal.Failed;
    }

    private static void Add(Table table, string name, string value) => table.AddRow(new Text(name), new Text(value));

    private static async Task<HealthResponse?> HealthAsync(Uri url, CancellationToken cancel)
    {
        using var http = LocalHttp.Create(url);
        try
        {
            // 503 has the same body: it says why.
            using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative), cancel);
            await using Stream body = await answer.Content.ReadAsStreamAsync(cancel);
            return await JsonSerializer.DeserializeAsync(body, ContractsJson.Default.HealthResponse, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return null;
        }
    }
}
