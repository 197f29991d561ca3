using System.CommandLine;
using System.Globalization;
using Argus.Cli.Hosting;
using Argus.Cli.Packs;

namespace Argus.Cli.Server;

/// <summary><c>argus up</c>: starts the model server, sends it a photo, shows the faces.</summary>
internal static class UpCommand
{
    private const ushort DefaultPort = 8100;

    public static Command Create(TimeProvider time)
    {
        var detach = new Option<bool>("--detach", "-d") { Description = "Leave the server running and return." };
        var port = NumberOption.Create<ushort>("--port", "PORT", $"Port on loopback, 0 for a free one. Default: {DefaultPort}, or PORT.", ushort.MinValue, ushort.MaxValue);
        var packs = new PackOptions();
        var command = new Command("up", "Starts the model server on loopback, sends it a photo and shows the faces; Ctrl-C stops it.") { detach, port };
        packs.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            // Where nothing can be had, the self-test is shown instead: nobody should wait half a minute for that.
            var store = packs.StoreOptions(parsed) with { Attempts = 2 };
            var options = new UpOptions(parsed.GetValue(packs.Pack), store.AcceptedLicenses, parsed.GetValue(port) ?? PortOfEnvironment(), parsed.GetValue(detach));
            return new UpRun(options, new PackLoader(store, time), time).RunAsync(cancel);
        });
        return command;
    }

    private static ushort PortOfEnvironment() =>
        ushort.TryParse(Environment.GetEnvironmentVariable("PORT"), CultureInfo.InvariantCulture, out ushort port) ? port : DefaultPort;
}
