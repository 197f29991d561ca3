using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Argus.Cli.Hosting;
using Argus.Testing;

namespace Argus.Cli.Tests.Platform;

/// <summary>The platform as <c>up</c> starts it and <c>down</c> or Ctrl-C stops it, with the self-test pack.</summary>
public sealed partial class LifeCycleTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _timeout = new(Patience);

    private Dictionary<string, string> Environment => new()
    {
        ["ARGUS_STATE"] = _folder.At("state"),
        ["MODEL_CACHE_DIR"] = _folder.At("cache"),
        ["ARGUS_MODEL_PATH"] = "",
        ["ARGUS_PACK"] = "",
    };

    private string StateFile => _folder.At("state", "platform.json");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await ArgusAsync("down");
        _timeout.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Up_Detached_ServesUntilDown()
    {
        var up = await ArgusAsync("up", "-d", "--pack", "selftest", "--port", "0", "--api-port", "0");

        Assert.True(up.ExitCode == 0, up.Output + up.Error);
        Assert.Contains("It proves the wiring and knows nothing of real faces.", up.Output);
        Assert.Contains("1 face in", up.Output);
        Assert.Contains(", … (128)", up.Output);
        Assert.True(File.Exists(_folder.At("state", "faces.png")));
        var (url, pid) = Find(up.Output);
        using var http = new HttpClient { BaseAddress = url };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", _timeout.Token)).StatusCode);

        var status = await ArgusAsync("status");
        Assert.Equal(0, status.ExitCode);
        foreach (string part in new[] { pid.ToString(), url.ToString(), "faces", "Serving", "cpu" })
            Assert.Contains(part, status.Output);
        await AssertPartsAsync(url);

        var again = await ArgusAsync("up", "-d", "--pack", "selftest", "--port", "0", "--api-port", "0");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains($"already runs at {url}", again.Error);

        var down = await ArgusAsync("down");
        Assert.Equal(0, down.ExitCode);
        AssertGone(pid);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/health/live", _timeout.Token));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Up_InForeground_StopsTheServerOnSignals(string signal)
    {
        // Under nohup, or in the background of a script, signals are ignored, and what is started there ignores them too.
        using var up = CommandRunner.Start("/usr/bin/env", [$"--default-signal={signal}", "dotnet", CommandRunner.Cli, "up", "--pack", "selftest", "--port", "0", "--api-port", "0"], Environment);
        await ReadUntilAsync(up.StandardOutput, "Ctrl-C stops it");
        int pid = SavedPid();

        await SignalAsync(up, signal);

        Assert.Equal(0, up.ExitCode);
        AssertGone(pid);
    }

    [Fact]
    public async Task Up_InForeground_EndsWhenTheServerIsTakenDownElsewhere()
    {
        using var up = CommandRunner.Start("dotnet", [CommandRunner.Cli, "up", "--pack", "selftest", "--port", "0", "--api-port", "0"], Environment);
        await ReadUntilAsync(up.StandardOutput, "Ctrl-C stops it");
        int pid = SavedPid();

        await ArgusAsync("down");
        await up.WaitForExitAsync(_timeout.Token);

        Assert.Equal(0, up.ExitCode);
        AssertGone(pid);
    }

    [Fact]
    public async Task Up_CtrlCHalfWay_LeavesNothingBehind()
    {
        using var up = CommandRunner.Start("/usr/bin/env", ["--default-signal=INT", DotnetPath(), CommandRunner.Cli, "up", "--pack", "selftest", "--port", "0", "--api-port", "0"], WithServerThatNeverAnswers());
        await WaitForFileAsync(StateFile);
        int pid = SavedPid();

        await SignalAsync(up, "INT");

        Assert.Equal(130, up.ExitCode);
        AssertGone(pid);
    }

    [Fact]
    public async Task Up_WhenTheClusterEndsAtStart_ShowsItsLastWords()
    {
        // A file where its folder should be.
        Directory.CreateDirectory(_folder.At("state"));
        await File.WriteAllTextAsync(_folder.At("state", "cluster"), "");

        var up = await ArgusAsync("up", "-d", "--pack", "selftest", "--port", "0", "--api-port", "0");

        Assert.Equal(1, up.ExitCode);
        Assert.Contains("The cluster ended at start with exit code", up.Error);
        Assert.False(File.Exists(StateFile));
    }

    [Fact]
    public async Task Status_AfterTheServerWasKilled_FindsNothingAndClearsUp()
    {
        var up = await ArgusAsync("up", "-d", "--pack", "selftest", "--port", "0", "--api-port", "0");
        var (_, pid) = Find(up.Output);
        using (var server = Process.GetProcessById(pid))
        {
            server.Kill();
            await server.WaitForExitAsync(_timeout.Token);
        }

        var status = await ArgusAsync("status");

        Assert.Equal(1, status.ExitCode);
        Assert.StartsWith("Nothing runs.", status.Output);
        Assert.False(File.Exists(StateFile));
    }

    [Fact]
    public async Task Up_PackForWholePictures_ShowsAVector()
    {
        string selftest = Path.Combine(TestData.Repository, "models", "selftest");
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(selftest, "pack.yaml"));
        int files = Array.FindIndex(lines, line => line.Trim() == "files:");
        int encoder = Array.FindIndex(lines, line => line.Contains("name: encoder.onnx"));
        await File.WriteAllLinesAsync(_folder.At("pack.yaml"), [.. lines[..(files + 1)], .. lines[encoder..]]);
        File.Copy(Path.Combine(selftest, "encoder.onnx"), _folder.At("encoder.onnx"));
        // Any picture does: it is not looked for on the network.
        var environment = Environment;
        environment["HTTPS_PROXY"] = environment["https_proxy"] = "http://127.0.0.1:9";
        environment["ARGUS_MODEL_PATH"] = TestData.Root is null ? "" : TestData.At("photos");

        var up = await CommandRunner.ArgusAsync(environment, "up", "-d", "--pack", _folder.At("pack.yaml"), "--port", "0", "--api-port", "0");

        Assert.True(up.ExitCode == 0, up.Output + up.Error);
        Assert.Contains("/embed/image", up.Output);
        Assert.Equal(TestData.Root is not null, up.Output.Contains(": a vector in"));
    }

    [Fact]
    public async Task Up_WithoutNetworkAndWeights_SaysSoAndShowsTheSelfTest()
    {
        var environment = Environment;
        // Nothing listens there: every download is refused at once, and no host is reached.
        environment["HTTPS_PROXY"] = environment["https_proxy"] = "http://127.0.0.1:9";

        var up = await CommandRunner.ArgusAsync(environment, "up", "-d", "--port", "0", "--api-port", "0");

        Assert.True(up.ExitCode == 0, up.Output + up.Error);
        Assert.Contains("The weights of yunet-mobilefacenet cannot be had here:", up.Output);
        Assert.Contains("the drawn face of the self-test", up.Output);
        Assert.Contains("1 face in", up.Output);
    }

    // Every part has its log, and what is applied is served.
    private async Task AssertPartsAsync(Uri url)
    {
        foreach (string name in new[] { "gateway", "operator", "faces", "cluster" })
            Assert.NotEmpty((await ArgusAsync("logs", name)).Output);
        Assert.Contains("there are: ", (await ArgusAsync("logs", "../cluster")).Error);
        await File.WriteAllTextAsync(_folder.At("md.yaml"), """
            apiVersion: argus.dev/v1alpha1
            kind: ModelDeployment
            metadata: {name: boxes}
            spec: {task: face-detection, model: {pack: selftest}}
            ---
            apiVersion: v1
            kind: Nonsense
            metadata: {name: x}
            """);
        var applied = await ArgusAsync("apply", _folder.At("md.yaml"));
        Assert.Equal((1, "modeldeployments.argus.dev/boxes applied\n"), (applied.ExitCode, applied.Output));
        Assert.Contains("the cluster does not serve v1 Nonsense", applied.Error);
        using var http = new HttpClient { BaseAddress = url };
        string photo = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(TestData.Repository, "models", "selftest", "face.png")));
        using var answer = await http.PostAsync("/detect", new StringContent($$"""{"image":"{{photo}}"}""", System.Text.Encoding.UTF8, "application/json"), _timeout.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Task<CommandResult> ArgusAsync(params string[] arguments) => CommandRunner.ArgusAsync(Environment, arguments);

    private Dictionary<string, string> WithServerThatNeverAnswers()
    {
        string bin = Directory.CreateDirectory(_folder.At("bin")).FullName;
        File.WriteAllText(Path.Combine(bin, "dotnet"), "#!/bin/sh\nexec sleep 600\n");
        File.SetUnixFileMode(Path.Combine(bin, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var environment = Environment;
        environment["PATH"] = $"{bin}:{System.Environment.GetEnvironmentVariable("PATH")}";
        return environment;
    }

    private static string DotnetPath() =>
        System.Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    private static (Uri Url, int Pid) Find(string output)
    {
        var match = GoesOn().Match(output);
        Assert.True(match.Success, output);
        return (new Uri(match.Groups[1].Value), int.Parse(match.Groups[2].Value));
    }

    private int SavedPid() => int.Parse(PidField().Match(File.ReadAllText(StateFile)).Groups[1].Value);

    private void AssertGone(int pid)
    {
        Assert.Null(LinuxProcess.StartTicks(pid));
        Assert.False(File.Exists(StateFile));
        Assert.False(File.Exists(_folder.At("state", "up.lock")));
    }

    private async Task ReadUntilAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync(_timeout.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"The program ended without saying: {text}");
    }

    private async Task WaitForFileAsync(string path)
    {
        using var there = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName);
        watcher.Renamed += (_, _) => there.Release();
        watcher.EnableRaisingEvents = true;
        while (!File.Exists(path))
            await there.WaitAsync(_timeout.Token);
    }

    private async Task SignalAsync(Process process, string signal)
    {
        var kill = await CommandRunner.RunAsync("kill", [$"-{signal}", process.Id.ToString()], Environment);
        Assert.Equal(0, kill.ExitCode);
        // The streams are read to their end, or a full pipe would hold the program.
        await process.StandardOutput.ReadToEndAsync(_timeout.Token);
        await process.WaitForExitAsync(_timeout.Token);
    }

    [GeneratedRegex(@"is up at (http://127\.0\.0\.1:\d+) \(process (\d+)\)")]
    private static partial Regex GoesOn();

    [GeneratedRegex("\"Pid\": (\\d+)")]
    private static partial Regex PidField();
}
