using Argus.ModelServer.Tests.Running;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.ModelServer.Tests.Chat;

/// <summary>How much of a server each of many callers gets, as they see it: counted in the events of their streams.</summary>
public sealed class SharesTests
{
    private const int Streams = 32;

    [DataFact]
    public async Task Complete_ThirtyTwoStreamsAtOnce_HaveFairShares()
    {
        using var folder = new TemporaryFolder();
        string pack = TinyPack.Write(folder);
        await using var server = await RunningServer.StartAsync(o => o with { Pack = pack });
        string body = $$"""{"model": "tiny", "messages": [{"role": "user", "content": "{{TinyPack.Content}}"}], "stream": true, "temperature": 0, "max_tokens": 500}""";
        var callers = Enumerable.Range(0, Streams).Select(_ => new Caller()).ToList();
        var begun = new Signal();

        var all = Task.WhenAll(callers.Select(c => c.ReadAsync(server.Http, body, begun)));
        await begun.UntilAsync(() => callers.All(c => c.Events > 0), TimeSpan.FromSeconds(60), () => "Not every stream has begun.");
        // From the moment when all are served to that when the first has its last word, each has had as many turns as any other.
        int[] before = [.. callers.Select(c => c.Events)];
        await Task.WhenAny(callers.Select(c => c.Ended));
        int[] shares = [.. callers.Select((c, i) => c.Events - before[i])];

        await all;
        // A text that came first come, first served would have all of the time, and the last one none.
        Assert.True(shares.Min() * 2 >= shares.Max(), $"Events from when all had begun to when the first ended: {string.Join(' ', shares.Order())}.");
        Assert.InRange(shares.Max(), 100, 500);
        Assert.All(callers, c => Assert.Equal(callers[0].Text, c.Text));
    }

    private sealed class Caller
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _events;

        public int Events => Volatile.Read(ref _events);

        public Task Ended => _ended.Task;

        public string Text { get; private set; } = "";

        public async Task ReadAsync(HttpClient http, string body, Signal begun)
        {
            using var response = await ChatServer.SendAsync(http, body);
            Assert.True(response.IsSuccessStatusCode, await TextOfFaultAsync(response));
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
            List<string> all = [];
            while (await lines.ReadLineAsync() is { } line and not "data: [DONE]")
            {
                if (line.Length == 0)
                    continue;
                all.Add(line);
                if (Interlocked.Increment(ref _events) == 1)
                    begun.Set();
            }

            _ended.SetResult();
            Text = ChatServer.Text(all.Select(l => System.Text.Json.Nodes.JsonNode.Parse(l["data: ".Length..])!));
        }

        private static async Task<string> TextOfFaultAsync(HttpResponseMessage response) => response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync();
    }
}
