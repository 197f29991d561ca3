using System.CommandLine;
using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Cli.Packs;

namespace Argus.Cli.Platform;

/// <summary><c>argus up</c>: starts the platform on this machine, sends it a photo, shows the faces.</summary>
internal static class UpCommand
{
    private const ushort DefaultPort = 8080;
    private const ushort DefaultApiPort = 6443;

    public static Command Create(TimeProvider time)
    {
        var detach = new Option<bool>("--detach", "-d") { Description = "Leave the platform running and return." };
        var fresh = new Option<bool>("--fresh") { Description = "Begin with an empty cluster; without it the objects of the last time are there again." };
        var bare = new Option<bool>("--no-sample") { Description = "Apply no ModelDeployment and send no photo." };
        var documented = new Option<string?>("--documented-ports")
        {
            Description = "Listen on 5001, 5002, 8000, 8001, 8100 and 3000 too, or on those of them that are named (5001,5002,8000), each with the paths of the service that had it.",
            HelpName = "PORTS",
            Arity = ArgumentArity.ZeroOrOne,
        };
        documented.Validators.Add(result =>
        {
            DocumentedPorts.Read(result.Tokens is [var ports, ..] ? ports.Value : "", out string? error);
            if (error is not null)
                result.AddError(error);
        });
        var chat = new Option<bool>("--chat") { Description = "Apply a ModelDeployment of chat too: /v1/chat/completions answers, with the self-test's language model until another is applied as \"chat\"." };
        var port = NumberOption.Create<ushort>("--port", "PORT", $"Port of the gateway on loopback, 0 for a free one. Default: {DefaultPort}, or PORT.", ushort.MinValue, ushort.MaxValue);
        var api = NumberOption.Create<ushort>("--api-port", "PORT", $"Port of the Kubernetes API on loopback, 0 for a free one. Default: {DefaultApiPort}.", ushort.MinValue, ushort.MaxValue);
        var packs = new PackOptions();
        var command = new Command("up", "Starts cluster, operator, gateway and a model server on loopback, sends a photo through it and shows the faces; Ctrl-C stops it all.")
        {
            detach, port, api, fresh, bare, documented, chat,
        };
        packs.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            // Where nothing can be had, the self-test is shown instead: nobody should wait half a minute for that.
            var store = packs.StoreOptions(parsed) with { Attempts = 2 };
            var options = new UpOptions(
                parsed.GetValue(packs.Pack),
                store.AcceptedLicenses,
                parsed.GetValue(port) ?? PortOfEnvironment(),
                parsed.GetValue(api) ?? DefaultApiPort,
                parsed.GetValue(detach),
                parsed.GetValue(fresh),
                !parsed.GetValue(bare),
                parsed.GetResult(documented) is null ? [] : DocumentedPorts.Read(parsed.GetValue(documented) ?? "", out _),
                parsed.GetValue(chat));
            return new UpRun(options, new PackLoader(store, time), time).RunAsync(cancel);
        });
        return command;
    }

    private static ushort PortOfEnvironment() =>
        ushort.TryParse(Environment.GetEnvironmentVariable("PORT"), CultureInfo.InvariantCulture, out ushort port) ? port : DefaultPort;
}
