using System.Text.Json.Nodes;

namespace Argus.Jobs.Tests.Api;

/// <summary>A stream of server-sent events, read as a browser does.</summary>
internal sealed class EventStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private EventStream(HttpResponseMessage answer, Stream stream) => (_answer, _lines) = (answer, new StreamReader(stream));

    public static async Task<EventStream> OpenAsync(HttpClient http, Guid job, string? lastId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/job/{job}/events");
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new EventStream(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The lines up to the next blank one; null at the end.</summary>
    public async Task<string[]?> BlockAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        List<string> lines = [];
        while (await _lines.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0)
                return [.. lines];
            lines.Add(line);
        }

        Assert.Empty(lines);
        return null;
    }

    /// <summary>The next event: its id and its data.</summary>
    public async Task<(string Id, JsonObject Data)> EventAsync()
    {
        var fields = (await BlockAsync())!.Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1]);
        Assert.Equal("job", fields["event"]);
        return (fields["id"], (JsonObject)JsonNode.Parse(fields["data"])!);
    }

    public void Dispose()
    {
        _lines.Dispose();
        _answer.Dispose();
    }
}
