using System.Globalization;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Node;
using Argus.LocalCluster.Node.Images;
using Argus.LocalCluster.Node.Pods;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Pods;

/// <summary>The log subresource, in front of a node that runs pods.</summary>
public sealed class PodLogTests : IAsyncLifetime
{
    private const string Collection = "/api/v1/namespaces/default/pods";
    private RunningCluster _cluster = null!;
    private string _directory = "";

    public async Task InitializeAsync() => _cluster = await RunningCluster.StartAsync(node: directory =>
    {
        _directory = directory;
        return new NodeOptions { NodeName = "laptop", DataDirectory = directory, Images = [new ImageCommand("*/script", ["/bin/sh", "-c"])], ShutdownGrace = TimeSpan.FromSeconds(1) };
    });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Log_OfARunningPod_IsCutAsAsked()
    {
        await CreateAsync("five", "for i in 1 2 3 4 5; do echo line $i; done; touch $HOME/said; while :; do sleep 1; done");
        await UntilAsync("five", "line 5");
        Assert.Equal("line 1\nline 2\nline 3\nline 4\nline 5\n", await LogAsync("five", ""));
        Assert.Equal("line 4\nline 5\n", await LogAsync("five", "tailLines=2"));
        Assert.Equal("", await LogAsync("five", "tailLines=0"));
        Assert.Equal("line 1\nlin", await LogAsync("five", "limitBytes=10"));
        Assert.Equal("line 1\nline 2\nline 3\nline 4\nline 5\n", await LogAsync("five", "sinceSeconds=3600&container=c"));
        Assert.Equal("line 1\nline 2\nline 3\nline 4\nline 5\n", await LogAsync("five", "sinceSeconds=9000000000000000000"));
        string[] stamped = (await LogAsync("five", "timestamps=true")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(stamped, line => Assert.True(DateTimeOffset.TryParse(line.Split(' ')[0], CultureInfo.InvariantCulture, out _), line));
        string later = DateTimeOffset.Parse(stamped[4].Split(' ')[0], CultureInfo.InvariantCulture).AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Assert.Equal("", await LogAsync("five", $"sinceTime={later}"));
        Assert.Equal("line 5\n", await LogAsync("five", "tailLines=1&timestamps=false&sinceTime=2020-01-01T00:00:00Z"));
    }

    [Theory]
    [InlineData("tailLines=x", "tailLines: \"x\" is not a number")]
    [InlineData("tailLines=-1", "tailLines: \"-1\" is not a number")]
    [InlineData("container=other", "container other is not valid for pod asked")]
    [InlineData("previous=true", "previous terminated container \"c\" in pod \"asked\" not found")]
    public async Task Log_AskedForWhatThereIsNot_IsABadRequest(string query, string why)
    {
        await CreateAsync("asked", "echo up; while :; do sleep 1; done");
        await UntilAsync("asked", "up");
        var (code, body) = await _cluster.SendAsync("GET", $"{Collection}/asked/log?{query}");
        Assert.Equal(400, code);
        Assert.Contains(why, (string?)body!["message"]);
    }

    [Fact]
    public async Task Log_Followed_GoesOnUntilTheContainerEnds()
    {
        string uid = await CreateAsync("talk", "echo first; while [ ! -e $HOME/go ]; do sleep 0.05; done; echo second; exit 0", "Never");
        await UntilAsync("talk", "first");
        using var response = await _cluster.Http.GetAsync($"{Collection}/talk/log?follow=true&tailLines=1", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("first", await reader.ReadLineAsync());
        File.WriteAllText(Path.Combine(PodFiles.Of(_directory, uid).Home("c"), "go"), "");
        Assert.Equal("second", await reader.ReadLineAsync());
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Log_Previous_IsThatOfTheRunBefore()
    {
        await CreateAsync("twice", "if [ -e $HOME/once ]; then echo again; while :; do sleep 1; done; fi; touch $HOME/once; echo before; exit 1");
        await UntilAsync("twice", "again");
        Assert.Equal("before\n", await LogAsync("twice", "previous=true"));
        Assert.Equal("again\n", await LogAsync("twice", ""));
    }

    [Fact]
    public async Task Log_OfAPodWhoseImageIsUnknown_SaysWhatItWaitsFor()
    {
        await CreateAsync("unknown", "", image: "x/other");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            long version = _cluster.Store.State.Version;
            var (code, body) = await _cluster.SendAsync("GET", $"{Collection}/unknown/log");
            Assert.Equal(400, code);
            if ((string?)body!["message"] is { } message && message.EndsWith("is waiting to start: ErrImagePull", StringComparison.Ordinal))
                return;
            await _cluster.Store.ReachAsync(version + 1, limit.Token);
        }
    }

    private async Task<string> LogAsync(string pod, string query)
    {
        using var response = await _cluster.Http.GetAsync($"{Collection}/{pod}/log?{query}");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStringAsync();
    }

    // Follows the log until a line has come.
    private async Task UntilAsync(string pod, string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            long version = _cluster.Store.State.Version;
            using var response = await _cluster.Http.GetAsync($"{Collection}/{pod}/log?follow=true", HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.IsSuccessStatusCode)
            {
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
                while (await reader.ReadLineAsync(limit.Token) is { } found)
                    if (found == line)
                        return;
            }

            await _cluster.Store.ReachAsync(version + 1, limit.Token);
        }
    }

    private async Task<string> CreateAsync(string name, string script, string restart = "Always", string image = "x/script")
    {
        var (code, body) = await _cluster.SendAsync("POST", Collection, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["restartPolicy"] = restart,
                ["terminationGracePeriodSeconds"] = 1,
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = image, ["args"] = new JsonArray(script) }),
            },
        });
        Assert.True(code == 201, body?.ToString());
        return (string)body!["metadata"]!["uid"]!;
    }
}
