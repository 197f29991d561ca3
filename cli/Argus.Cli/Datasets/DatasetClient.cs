using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Cli.Hosting;
using Argus.Cli.Pictures;
using Argus.Cli.Remote;
using Argus.Contracts.Datasets;

namespace Argus.Cli.Datasets;

/// <summary>Asks the dataset service and prints what it says.</summary>
internal sealed class DatasetClient(RemoteClient server)
{
    /// <summary>Begins a run and waits for its end, however long that takes.</summary>
    public async Task<int> RunAsync(RunRequest request, CancellationToken cancel)
    {
        var reply = await PostAsync("datasets/runs", request, DatasetsJson.Default.RunRequest, DatasetsJson.Default.RunBody, cancel);
        // The service answers once it ends, or after a while: sooner than a gateway loses its patience.
        while (reply is { Ok: true, Value.State: RunState.Running })
            reply = await GetAsync($"datasets/runs/{reply.Value!.Id}?wait=20", DatasetsJson.Default.RunBody, cancel);
        if (!reply.Ok)
            return Terminal.Fail(reply.Trouble.Sentence);
        Terminal.Line(Line(reply.Value));
        return reply.Value.State == RunState.Completed ? Terminal.Ok : Terminal.Failed;
    }

    /// <summary>Prints the newest runs.</summary>
    public async Task<int> RunsAsync(string? flow, int limit, bool json, CancellationToken cancel)
    {
        var reply = await GetAsync($"datasets/runs?limit={limit.ToString(CultureInfo.InvariantCulture)}{(flow is null ? "" : $"&flow={flow}")}", DatasetsJson.Default.RunListBody, cancel);
        if (!reply.Ok)
            return Terminal.Fail(reply.Trouble.Sentence);
        if (json)
            Terminal.Line(JsonSerializer.Serialize(reply.Value, DatasetsJson.Default.RunListBody));
        else
            reply.Value.Runs.ToList().ForEach(run => Terminal.Line(Line(run)));
        return Terminal.Ok;
    }

    /// <summary>Prints all candidates that fit, page by page.</summary>
    public async Task<int> CandidatesAsync(string? state, string? day, string? name, bool json, CancellationToken cancel)
    {
        (string Name, string? Value)[] parts = [("state", state), ("day", day), ("class", name)];
        string filter = string.Concat(parts.Where(p => p.Value is not null).Select(p => $"&{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        for (long? cursor = long.MinValue; cursor is { } after;)
        {
            var reply = await GetAsync($"datasets/candidates?limit=500&cursor={after.ToString(CultureInfo.InvariantCulture)}{filter}", DatasetsJson.Default.CandidateListBody, cancel);
            if (!reply.Ok)
                return Terminal.Fail(reply.Trouble.Sentence);
            foreach (var candidate in reply.Value.Candidates)
                Terminal.Line(json ? Compact(candidate) : Line(candidate));
            cursor = reply.Value.NextCursor;
        }

        return Terminal.Ok;
    }

    /// <summary>Decides on a candidate and prints it as it is then.</summary>
    public async Task<int> DecideAsync(long id, string verb, DecisionRequest decision, CancellationToken cancel)
    {
        var reply = await PostAsync($"datasets/candidates/{id.ToString(CultureInfo.InvariantCulture)}/{verb}", decision, DatasetsJson.Default.DecisionRequest, DatasetsJson.Default.CandidateBody, cancel);
        if (!reply.Ok)
            return Terminal.Fail(reply.Trouble.Sentence);
        Terminal.Line(Line(reply.Value));
        return Terminal.Ok;
    }

    private static string Line(RunBody run)
    {
        string what = run.Error is { } error ? OneLine.Of(error, null) : string.Join(", ", run.Counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}"));
        string seconds = run.Seconds is { } taken ? string.Create(CultureInfo.InvariantCulture, $"{taken:0.0} s") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{run.StartedAt:yyyy-MM-dd HH:mm:ss}Z  {run.Flow,-7}  {(run.Flow == "monthly" ? $"{run.Date:yyyy-MM}" : $"{run.Date:yyyy-MM-dd}"),-10}  {run.State.ToString().ToLowerInvariant(),-9}  {seconds,9}  {what}").TrimEnd();
    }

    private static string Line(CandidateBody candidate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.Id,8}  {candidate.Day:yyyy-MM-dd}  {candidate.State.ToString().ToLowerInvariant(),-10}  {OneLine.Of(candidate.Class ?? candidate.PredictedClass, null),-14}  {candidate.Confidence:0.00}  {OneLine.Of(candidate.UserId, null)}  {OneLine.Of(candidate.PhotoKey, null)}");

    private static string Compact(CandidateBody candidate) => JsonSerializer.SerializeToNode(candidate, DatasetsJson.Default.CandidateBody)!.ToJsonString();

    private Task<Reply<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => server.AskAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), path, type, _ => null, cancel);

    private Task<Reply<T>> PostAsync<TBody, T>(string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(body, bodyType);
        return server.AskAsync(
            () => new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } },
            path,
            type,
            _ => null,
            cancel);
    }
}
