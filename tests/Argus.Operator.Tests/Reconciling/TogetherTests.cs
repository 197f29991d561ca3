using System.Text.Json.Nodes;
using Argus.Kube.Client;
using Argus.Operator.Reconciling;
using Argus.Operator.Tests.Testing;
using Argus.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Operator.Tests.Reconciling;

public sealed class TogetherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_OnePartFails_EndsTheOthersAndTellsWhatItWas()
    {
        bool isEnded = false;

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Together.RunAsync(
            [
                async token =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    isEnded = true;
                },
                token => Task.Delay(Timeout.InfiniteTimeSpan, token),
                _ => throw new InvalidDataException("broken"),
            ],
            default).WaitAsync(Patience));

        Assert.Equal(("broken", true), (error.Message, isEnded));
    }

    [Fact]
    public async Task Run_OnePartEnds_EndsTheOthers() =>
        await Together.RunAsync([token => Task.Delay(Timeout.InfiniteTimeSpan, token), _ => Task.CompletedTask], default).WaitAsync(Patience);

    [Fact]
    public async Task Run_AMirrorBreaks_IsNotMissedWhileTheOtherMirrorsGoOn()
    {
        await using var server = await TestApiServer.StartAsync();
        server.Put("/apis/argus.dev/v1alpha1/namespaces/ns/modeldeployments/faces", new()
        {
            ["metadata"] = new JsonObject { ["name"] = "faces", ["namespace"] = "ns" },
            ["spec"] = new JsonObject { ["task"] = "face-embedding", ["model"] = new JsonObject { ["pack"] = "one" } },
        });
        using var client = new KubernetesClient(new() { Host = server.Address }, new(), TimeProvider.System);
        var clock = new FakeTimeProvider();
        var mirrors = new Mirrors(client, new RecentWrites(clock), _ => throw new InvalidOperationException("a bug"), _ => { }, clock, NullLogger.Instance);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => mirrors.RunAsync(default).WaitAsync(Patience));

        Assert.Equal("a bug", error.Message);
    }
}
