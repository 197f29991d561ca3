using Argus.Inference.Faces;
using Argus.Inference.Sessions;
using Argus.ModelServer.Configuration;
using Microsoft.Extensions.Logging;

namespace Argus.ModelServer.Tests.Configuration;

public sealed class ServerOptionsReaderTests
{
    [Fact]
    public void Read_NothingSet_TakesDefaults()
    {
        Assert.Empty(Read([], out var options));
        Assert.Equal(("0.0.0.0", 8100, "yunet-mobilefacenet"), (options.Host, options.Port, options.Pack));
        Assert.Null(options.ModelAlias);
        Assert.Equal(640, options.Engine.DetectorSize);
        Assert.Equal(LogLevel.Information, options.LogLevel);
        Assert.Equal(HardwareTarget.Cpu, options.Hardware.Target);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Work.DefaultDeadline);
    }

    [Theory]
    [InlineData("https://llm.example/v1", "sk-secret\nX: y")]
    [InlineData("https://llm.example/v1", "sk-secret word")]
    [InlineData("https://user:sk-secret@llm.example/v1", "key")]
    [InlineData("https://llm.example/v1?key=1", "key")]
    [InlineData("https://llm.example/v1#models", "key")]
    [InlineData("ftp://llm.example/v1", "key")]
    public void Read_EndpointThatCannotBe_IsRefusedWithoutItsSecret(string url, string key)
    {
        string fault = Assert.Single(Read(new() { ["ARGUS_CHAT_ENDPOINT"] = url, ["ARGUS_CHAT_ENDPOINT_KEY"] = key }, out _));

        Assert.StartsWith("ARGUS_CHAT_ENDPOINT", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NamesOfTheOlderService_KeepWorking()
    {
        Dictionary<string, string> env = new()
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = "9000",
            ["ONNX_PROVIDERS"] = "CUDAExecutionProvider, CPUExecutionProvider",
            ["INSIGHTFACE_MODEL"] = "buffalo_l",
            ["DET_SIZE"] = "320",
            ["LOG_LEVEL"] = "warning",
            ["MODEL_CACHE_DIR"] = "./models",
            ["ML_SERVICE_TIMEOUT"] = "1500",
        };
        Assert.Empty(Read(env, out var options));
        Assert.Equal(("127.0.0.1", 9000), (options.Host, options.Port));
        Assert.Equal(("buffalo-l", "buffalo_l"), (options.Pack, options.ModelAlias));
        Assert.Equal((HardwareTarget.Nvidia, FallbackPolicy.Cpu), (options.Hardware.Target, options.Hardware.Fallback));
        Assert.Equal(["CUDAExecutionProvider", "CPUExecutionProvider"], options.Hardware.Providers.AsEnumerable());
        Assert.Equal(320, options.Engine.DetectorSize);
        Assert.Equal(LogLevel.Warning, options.LogLevel);
        Assert.Equal(Path.GetFullPath("./models"), options.Store.CachePath);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), options.Work.DefaultDeadline);
    }

    [Fact]
    public void Read_OwnNames_WinOverOlderOnes()
    {
        Dictionary<string, string> env = new()
        {
            ["INSIGHTFACE_MODEL"] = "buffalo_l",
            ["ARGUS_PACK"] = "auraface",
            ["ARGUS_PROFILE"] = "Exact",
            ["ONNX_PROVIDERS"] = "ROCMExecutionProvider",
            ["ARGUS_FALLBACK"] = "cpu",
            ["ARGUS_WORKERS"] = "3",
            ["ARGUS_CLASSES"] = "/data/models/current.json",
            ["ARGUS_CLASSES_RELOAD_SECONDS"] = "5",
        };
        Assert.Empty(Read(env, out var options));
        Assert.Equal("auraface", options.Pack);
        Assert.Null(options.ModelAlias);
        Assert.Equal(EngineProfile.Exact, options.Engine.Profile);
        Assert.Equal((HardwareTarget.Amd, FallbackPolicy.Cpu), (options.Hardware.Target, options.Hardware.Fallback));
        Assert.Equal(("/data/models/current.json", TimeSpan.FromSeconds(5)), (options.Classes, options.ClassesReload));
        Assert.Equal((3, 24), (options.Work.Workers, options.Work.QueueCapacity));
    }

    [Fact]
    public void Read_BadValues_AreReportedAllAtOnce()
    {
        Dictionary<string, string> env = new()
        {
            ["HOST"] = "not a host",
            ["PORT"] = "70000",
            ["DET_SIZE"] = "100",
            ["LOG_LEVEL"] = "LOUD",
            ["ARGUS_HARDWARE"] = "tpu",
            ["ONNX_PROVIDERS"] = "TpuExecutionProvider",
            ["ML_SERVICE_TIMEOUT"] = "soon",
            ["ARGUS_MAX_BYTES"] = "-1",
            ["ARGUS_CLASSES_RELOAD_SECONDS"] = "often",
            ["ARGUS_CLASSES"] = "/data/centroids.json",
            ["ARGUS_CLASSES_SHA256"] = "12",
        };
        var errors = Read(env, out _);
        // A path is neither good nor bad before it is read.
        env.Remove("ARGUS_CLASSES");
        Assert.Equal(env.Count, errors.Length);
        foreach (string name in env.Keys)
            Assert.Single(errors, e => e.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_HashOfClasses_NeedsTheFileItIsOf()
    {
        Dictionary<string, string> env = new() { ["ARGUS_CLASSES_SHA256"] = new string('A', 64) };
        Assert.Contains("ARGUS_CLASSES names", Assert.Single(Read(env, out _)));
        env["ARGUS_CLASSES"] = "http://store/centroids.json";
        Assert.Empty(Read(env, out var options));
        Assert.Equal(new string('a', 64), options.ClassesSha256);
    }

    private static string[] Read(Dictionary<string, string> env, out ServerOptions options) =>
        [.. ServerOptionsReader.Read(env.GetValueOrDefault, out options)];
}
