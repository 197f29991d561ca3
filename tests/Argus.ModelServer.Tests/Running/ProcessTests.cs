using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Argus.ModelServer.Tests.Running;

/// <summary>The program as an operator starts it: environment in, exit code out.</summary>
public sealed class ProcessTests
{
    private static readonly Dictionary<string, string> Good = new()
    {
        ["HOST"] = "127.0.0.1",
        ["PORT"] = "0",
        ["ARGUS_PACK"] = RunningServer.SelftestFolder,
    };

    [Fact]
    public async Task BadSettings_AreAllNamedAndExitIs2()
    {
        using var process = Start(new(Good) { ["PORT"] = "none", ["LOG_LEVEL"] = "LOUD" });
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("PORT must be", error);
        Assert.Contains("LOG_LEVEL must be", error);
    }

    [Fact]
    public async Task PackThatCannotBeHad_IsToldAndExitIs3()
    {
        using var process = Start(new(Good) { ["ARGUS_PACK"] = "no-such-pack" });
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(3, process.ExitCode);
        Assert.Contains("no-such-pack", output);
    }

    [Fact]
    public async Task PortInUse_IsToldAndExitIs4()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        using var process = Start(new(Good) { ["PORT"] = port });
        _ = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(4, process.ExitCode);
        Assert.Contains(port, error);
    }

    [Fact]
    public async Task Sigterm_WhenReady_ExitIs0()
    {
        using var process = Start(Good);
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Ready: pack selftest"))
        {
        }

        Assert.False(process.HasExited);
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    // What ONNX Runtime keeps there it keeps to report it: an identifier of the machine, and events that wait to be sent.
    [Fact]
    public async Task Models_Loaded_NothingIsKeptOfThemForReports()
    {
        string home = Directory.CreateTempSubdirectory("argus-home-").FullName;
        using var process = Start(new(Good) { ["HOME"] = home });
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Ready: pack selftest"))
        {
        }

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();

        Assert.Equal([Path.Combine(home, ".cache", "argus")], Directory.EnumerateDirectories(Path.Combine(home, ".cache")));
        Directory.Delete(home, recursive: true);
    }

    private static Process Start(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Argus.ModelServer.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        // With these ONNX Runtime would be silent by itself.
        foreach (string name in (string[])["CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS"])
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }
}
