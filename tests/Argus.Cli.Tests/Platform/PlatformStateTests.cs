using System.Net;
using System.Net.Sockets;
using Argus.Testing;

namespace Argus.Cli.Tests.Platform;

/// <summary>What the commands do where nothing runs.</summary>
public sealed class PlatformStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Dictionary<string, string> Environment => new() { ["ARGUS_STATE"] = _folder.Path, ["ARGUS_PACK"] = "", ["ARGUS_MODEL_PATH"] = "" };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("status", 1)]
    [InlineData("down", 0)]
    public async Task Command_WhenNothingRuns_SaysSo(string command, int exitCode)
    {
        var result = await CommandRunner.ArgusAsync(Environment, command);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.StartsWith("Nothing runs.", result.Output);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("down")]
    public async Task Command_WithStateOfAProcessIdUsedAgain_ClearsItAndLeavesThatProcessAlone(string command)
    {
        // This very process has the id, but it started at another time.
        await WriteStateAsync($$"""{"Pid":{{System.Environment.ProcessId}},"StartTicks":1,"Gateway":"http://127.0.0.1:1/","StartedAt":"2026-01-01T00:00:00+00:00"}""");

        var result = await CommandRunner.ArgusAsync(Environment, command);

        Assert.StartsWith("Nothing runs.", result.Output);
        Assert.False(File.Exists(_folder.At("platform.json")));
    }

    [Fact]
    public async Task Status_WithBrokenState_ClearsIt()
    {
        await WriteStateAsync("{ not json");

        var result = await CommandRunner.ArgusAsync(Environment, "status");

        Assert.StartsWith("Nothing runs.", result.Output);
        Assert.False(File.Exists(_folder.At("platform.json")));
    }

    [Fact]
    public async Task Up_WhenThePortIsTaken_SaysSoAndLeavesNothing()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        var result = await CommandRunner.ArgusAsync(Environment, "up", "--port", port.ToString());

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"Port {port} is in use by another program", result.Error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Up_WhenADocumentedPortIsTaken_NamesItAndLeavesNothing()
    {
        using var other = new TcpListener(IPAddress.Loopback, 5002);
        // Where it cannot be had, somebody else has it: that is taken too.
        Record.Exception(other.Start);

        var result = await CommandRunner.ArgusAsync(Environment, "up", "--port", "0", "--api-port", "0", "--documented-ports", "5002");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Port 5002 of --documented-ports is in use by another program", result.Error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("5003")]
    [InlineData("5001,x")]
    public async Task Up_WithADocumentedPortThatIsNone_Fails(string ports)
    {
        var result = await CommandRunner.ArgusAsync(Environment, "up", "--documented-ports", ports);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("--documented-ports may hold 3000, 5001, 5002, 8000, 8001, 8100", result.Error);
    }

    [Fact]
    public async Task Up_WhileAnotherStarts_SaysSo()
    {
        await using var holder = new FileStream(_folder.At("up.lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        var result = await CommandRunner.ArgusAsync(Environment, "up", "--port", "0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Another ./argus up is starting", result.Error);
    }

    [Theory]
    [InlineData("70000")]
    [InlineData("x")]
    public async Task Up_WithAPortThatIsNone_Fails(string port)
    {
        var result = await CommandRunner.ArgusAsync(Environment, "up", "--port", port);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("port", result.Error);
    }

    [Fact]
    public async Task Logs_OfTheCluster_PrintsItsLastOne()
    {
        await File.WriteAllTextAsync(_folder.At("cluster.log"), "one\ntwo\n");

        var result = await CommandRunner.ArgusAsync(Environment, "logs", "cluster");

        Assert.Equal((0, "one\ntwo\n"), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("cluster")]
    [InlineData("gateway")]
    public async Task Logs_WhereNothingRanYet_SaysSo(string name)
    {
        var result = await CommandRunner.ArgusAsync(Environment, "logs", name);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("./argus up", result.Error);
    }

    [Fact]
    public async Task Apply_WhereNothingRuns_SaysSo()
    {
        var result = await CommandRunner.ArgusAsync(Environment, "apply", "x.yaml");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Nothing runs.", result.Error);
    }

    [Fact]
    public async Task Logs_Follow_PrintsWhatIsWrittenLater()
    {
        await File.WriteAllTextAsync(_folder.At("cluster.log"), "one\n");
        using var process = CommandRunner.Start("dotnet", [CommandRunner.Cli, "logs", "cluster", "-f"], Environment);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            Assert.Equal("one", await process.StandardOutput.ReadLineAsync(timeout.Token));
            await File.AppendAllTextAsync(_folder.At("cluster.log"), "two\n", timeout.Token);
            Assert.Equal("two", await process.StandardOutput.ReadLineAsync(timeout.Token));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private Task WriteStateAsync(string json) => File.WriteAllTextAsync(_folder.At("platform.json"), json);
}
