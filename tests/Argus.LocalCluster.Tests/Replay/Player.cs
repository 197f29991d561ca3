using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Sends a story to a cluster of its own and tells what was answered otherwise than recorded.</summary>
internal sealed partial class Player(RecordedStory story, RunningCluster cluster, Translation translation, bool live = false)
{
    // How long what happens by itself (garbage collection, conditions) is waited for.
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(live ? 20 : 2);

    private readonly Translation _translation = translation;
    private long _firstWrite = long.MaxValue;
    private readonly List<(RecordedStep Step, Task<List<string>> Events)> _watches = [];
    private readonly List<LiveWatch> _liveWatches = [];

    public Dictionary<string, IReadOnlyList<string>> Faults { get; } = [];

    /// <summary>Plays the steps that are wanted, after making what was there before; <paramref name="fresh"/> is false where another story was played here before.</summary>
    public async Task PlayAsync(Func<RecordedStep, bool> wanted, bool fresh = true)
    {
        if (fresh)
            await SeedAsync();
        if (_translation.Start == 0)
            _translation.Start = cluster.Store.State.Version;
        foreach (var step in story.Steps.Where(wanted))
        {
            // A watch that was over is not to see what was written after it.
            if (step.Method != "GET")
                await Task.WhenAll(_watches.Where(w => IsEndedByServer(w.Step) && w.Step.When.End <= step.When.Begin).Select(w => w.Events));
            foreach (var (method, path, body, type) in Claims.Meanwhile(story.Name, step.Id))
                await cluster.SendAsync(method, path, body, type);
            if (step.Path.Contains("/modeldeployments", StringComparison.Ordinal) && step.Method == "POST" && story.Name == "crd-lifecycle/create-to-established")
                await EstablishedAsync("modeldeployments.argus.dev");
            if (step.RequestOmitted || IsDiscovery(step))
                continue;
            if (step.Method != "GET")
                foreach (var watch in _liveWatches)
                    await watch.ReachAsync(step.When.Begin, _translation);
            // A refused write changes nothing: what is read after it was so before, and is the reason for it.
            if (live && step is { Method: "POST", Code: >= 400 } && Next(step) is { Method: "GET", Code: 200 } reason)
                await PlayAsync(reason);
            if (step.IsWatch)
                await BeginWatchAsync(step);
            else
                await PlayAsync(step);
        }
        foreach (var (step, events) in _watches)
            CompareEvents(step, await events);
        foreach (var watch in _liveWatches)
        {
            if (await watch.CompareAsync(_translation) is { Count: > 0 } faults)
                Faults[watch.Step.Id] = faults;
            watch.Dispose();
        }
    }

    private RecordedStep? Next(RecordedStep step) => story.Steps.SkipWhile(other => other != step).Skip(1).FirstOrDefault();

    // Documents of what there is are compared on their own, and kubectl's caches made these requests differ.
    private bool IsDiscovery(RecordedStep step) => story.Name.StartsWith("kubectl/", StringComparison.Ordinal) && (step.Path.StartsWith("/openapi", StringComparison.Ordinal) || step.Path.Split('/', '?').Length < 5);

    // Changes enough for what was at the very beginning to be forgotten.
    private async Task AgeAsync()
    {
        for (int i = 0; i < 15; i++)
            foreach (var (method, path, body, type) in Claims.Ages("/apis/argus.dev/v1alpha1/namespaces/default/modeldeployments"))
                await cluster.SendAsync(method, path, body, type);
    }

    /// <summary>Makes what was there before the story.</summary>
    public async Task SeedAsync()
    {
        if (!story.Name.StartsWith("crd-lifecycle/", StringComparison.Ordinal))
            foreach (string name in (string[])["modeldeployments.argus.dev", "modelpacks.argus.dev"])
            {
                await cluster.SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", RecordedStory.Definition(name));
                await EstablishedAsync(name);
            }
        if (Claims.History(story.Name) < 1000)
            await AgeAsync();
        var seeds = Seeding.Find(story).ToList();
        _firstWrite = story.Steps.Where(s => s.Code == 201).Select(s => (string?)s.Answer?["metadata"]?["resourceVersion"]).OfType<string>().Select(long.Parse).DefaultIfEmpty(long.MaxValue).Min();
        foreach (string ns in Namespaces().Union(seeds.Select(s => s["metadata"]!["namespace"]?.ToString()).OfType<string>()).Except(["nosuchns", .. seeds.Where(s => (string?)s["kind"] == "Namespace").Select(s => (string)s["metadata"]!["name"]!)]))
            await cluster.SendAsync("POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = ns } });
        foreach (var seed in seeds)
            await SeedAsync(seed);
    }

    private async Task SeedAsync(JsonObject seed)
    {
        var resource = BuiltInResources.All.FirstOrDefault(r => r.Kind == seed["kind"]!.ToString() && r.ApiVersion == seed["apiVersion"]!.ToString());
        string? collection = resource is not null ? (resource.Group.Length == 0 ? "/api/" : "/apis/") + resource.ApiVersion : "/apis/argus.dev/v1alpha1";
        string? ns = seed["metadata"]!["namespace"]?.ToString();
        string plural = resource?.Plural ?? (seed["kind"]!.ToString() == "ModelPack" ? "modelpacks" : "modeldeployments");
        collection += ns is null ? $"/{plural}" : $"/namespaces/{ns}/{plural}";
        var recorded = seed["metadata"]!.AsObject();
        string uid = recorded["uid"]!.ToString(), version = recorded["resourceVersion"]!.ToString(), name = recorded["name"]!.ToString();
        bool leaving = recorded["deletionTimestamp"] is not null;
        if (recorded["creationTimestamp"] is not null)
            cluster.Store.Put(new ObjectKey($"{resource?.StorageGroup ?? "argus.dev"}/{plural}", ns ?? "", name), null, Seeding.AsStored(seed));
        else
        {
            recorded.Remove("uid");
            recorded.Remove("resourceVersion");
            await cluster.SendAsync("POST", collection, seed);
        }
        var (_, body) = await cluster.SendAsync("GET", $"{collection}/{name}");
        if (body?["metadata"]?["uid"] is not { } here)
            return;
        _translation.Learn(uid, here.ToString());
        if (version != "0" && !leaving && long.Parse(version) < _firstWrite)
            _translation.LearnVersion(version, body["metadata"]!["resourceVersion"]!.ToString());
    }

    private async Task EstablishedAsync(string name)
    {
        for (int i = 0; i < 200; i++)
        {
            var (_, body) = await cluster.SendAsync("GET", $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name}");
            if (body?["status"]?["conditions"] is JsonArray conditions && conditions.Any(c => (string?)c!["type"] == "Established" && (string?)c["status"] == "True"))
                return;
            await Task.Delay(10);
        }
    }

    private IEnumerable<string> Namespaces() => story.Steps
        .Select(s => s.Path.Split('/').SkipWhile(p => p != "namespaces").Skip(1).FirstOrDefault()?.Split('?')[0]).OfType<string>().Where(n => n.Length > 0).Distinct()
        .Where(n => !story.Steps.Any(s => s is { Method: "POST", Path: "/api/v1/namespaces", Code: 201 } && (string?)s.RequestBody?["metadata"]?["name"] == n));

    private async Task PlayAsync(RecordedStep step)
    {
        var deadline = DateTime.UtcNow + _patience;
        IReadOnlyList<string>? nearest = null;
        while (true)
        {
            if (live)
                LearnHashes();
            var learnt = _translation.Save();
            var faults = await TryAsync(step);
            if (faults.Count > 0)
                _translation.Restore(learnt);
            // What others have yet to do is waited for; only reading can be done again.
            if (faults.Count == 0 || step.Method != "GET" || DateTime.UtcNow > deadline)
            {
                if (faults.Count > 0)
                    Faults[step.Id] = nearest is { } closer && closer.Count <= faults.Count ? closer : faults;
                return;
            }
            nearest = nearest is { } before && before.Count <= faults.Count ? before : faults;
            await Task.Delay(50);
        }
    }

    // Messages name a ReplicaSet before any answer has shown it: the order in which a Deployment made them says which is which.
    private void LearnHashes()
    {
        foreach (var group in story.Steps.SelectMany(s => NameOfSet().Matches(s.Response.ToJsonString())).GroupBy(match => match.Groups[1].Value, match => match.Groups[2].Value))
        {
            var made = cluster.Store.State.Of("apps/replicasets").In(null).Select(stored => stored.Parse())
                .Where(o => (string?)o["metadata"]!["ownerReferences"]?[0]?["name"] == group.Key).OrderBy(o => int.Parse((string)o["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!));
            foreach (var (recorded, here) in group.Distinct().Zip(made))
                _translation.Learn(recorded, here["metadata"]!["labels"]!["pod-template-hash"]!.ToString());
        }
    }

    [GeneratedRegex(@"(?:ReplicaSet|replica set) \\u0022([a-z0-9-]+)-([a-z0-9]+)\\u0022")]
    private static partial Regex NameOfSet();

    private async Task<IReadOnlyList<string>> TryAsync(RecordedStep step)
    {
        using var request = Request(step);
        using var response = await cluster.Http.SendAsync(request);
        var comparison = new Comparison(_translation, live);
        if ((int)response.StatusCode != step.Code)
            return [$"code {step.Code} recorded, {(int)response.StatusCode} here: {await response.Content.ReadAsStringAsync()}"];
        var faults = CompareHeaders(step, response);
        if (step.BodyOmitted || step.Body is null)
            return faults;
        string text = await response.Content.ReadAsStringAsync();
        bool json = response.Content.Headers.ContentType?.MediaType == "application/json";
        var answer = (json || step.Answer is not null) && text.StartsWith('{') ? JsonNode.Parse(text) : JsonValue.Create(text);
        comparison.Compare(Normal.Of(Discovered.Of(step.Path, step.Body), live), Normal.Of(Discovered.Of(step.Path, answer), live));
        return [.. faults, .. comparison.Faults];
    }

    private List<string> CompareHeaders(RecordedStep step, HttpResponseMessage response)
    {
        var faults = new List<string>();
        var headers = step.Response["headers"] as JsonObject ?? [];
        foreach (string name in (string[])["Warning", "Retry-After", "Content-Type"])
        {
            string[] recorded = headers[name] switch { null => [], JsonArray all => [.. all.Select(v => v!.ToString())], var one => [one.ToString()] };
            IEnumerable<string>? found = null;
            if (!response.Headers.NonValidated.TryGetValues(name, out var values))
                response.Content.Headers.NonValidated.TryGetValues(name, out values);
            found = values;
            if (name == "Content-Type" && (recorded.Length == 0 || recorded[0].Contains("protobuf", StringComparison.Ordinal)))
                continue;
            if (!recorded.Order().SequenceEqual(found.Order()))
                faults.Add($"header {name}: recorded {string.Join(" | ", recorded)}, here {string.Join(" | ", found)}");
        }
        if (headers["Etag"] is { } tag && response.Headers.ETag is var here && (here is null || _translation.Learn(tag.ToString().Trim('"'), here.Tag.Trim('"')) is not null))
            faults.Add($"header Etag: {here} is not what was given before");
        if (headers["Location"] is { } location && response.Headers.Location?.OriginalString != _translation.Text(location.ToString()))
            faults.Add($"header Location: recorded {location}, here {response.Headers.Location}");
        return faults;
    }

    private HttpRequestMessage Request(RecordedStep step)
    {
        var request = new HttpRequestMessage(new HttpMethod(step.Method), _translation.Path(step.Path));
        if (step.RequestBody is { } recorded)
        {
            var body = recorded.DeepClone();
            string text;
            if (body is JsonValue raw)
                text = _translation.Text(raw.ToString());
            else
            {
                // The recorder kept bodies as they last were: what was sent with this one shows in the answer.
                if (step is { Method: "POST", Code: 201 } && body is JsonObject { Count: > 0 } && body["metadata"]?["name"] is not null && step.Answer?["metadata"]?["name"] is { } answered)
                    body["metadata"]!["name"] = answered.DeepClone();
                if (step is { Method: "PUT", Code: 200 } && body is JsonObject && (string?)body["kind"] == "Scale")
                    body["spec"] = step.Body!["spec"]!.DeepClone();
                _translation.Body(body);
                text = body.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
                // Bodies were sent as Python writes them, which shows in messages that repeat them.
                if (step.Code == 400)
                    text = SpacedJson.Write(body);
            }
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        }
        foreach (var (name, value) in step.RequestHeaders)
            if (name == "Content-Type")
                request.Content?.Headers.TryAddWithoutValidation(name, value!.ToString());
            else if (name != "Authorization")
                request.Headers.TryAddWithoutValidation(name, _translation.Text(value!.ToString()));
        if (step.Agent is not null)
            request.Headers.UserAgent.ParseAdd(step.Agent);
        if (step.As == "none")
            request.Headers.Authorization = null;
        Authorize(request, step.As);
        return request;
    }

    private static void Authorize(HttpRequestMessage request, string caller)
    {
        if (caller == "badtoken")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        else if (caller == "nobody")
        {
            request.Headers.TryAddWithoutValidation("Impersonate-User", "nobody");
        }
        else if (caller == "none")
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "eDp5");
    }

    private async Task BeginWatchAsync(RecordedStep step)
    {
        var request = Request(step);
        // What others do here has versions of its own: the watch begins where the story does.
        if (live)
            request.RequestUri = new Uri(Regex.Replace(step.Path, @"resourceVersion=\d+", $"resourceVersion={cluster.Store.State.Version}"), UriKind.Relative);
        var response = await cluster.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (live)
        {
            _liveWatches.Add(new LiveWatch(step, response));
            return;
        }
        _watches.Add((step, CollectAsync(step, response)));
    }

    private static bool IsEndedByServer(RecordedStep step) => step.Response["ended"]?.ToString().Contains("server", StringComparison.Ordinal) == true;

    private static async Task<List<string>> CollectAsync(RecordedStep step, HttpResponseMessage response)
    {
        var lines = new List<string>();
        bool serverEnds = IsEndedByServer(step);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        try
        {
            while ((serverEnds || lines.Count < Told(step).Count) && await reader.ReadLineAsync(patience.Token) is { } line)
                if (!OfEveryNamespace(JsonNode.Parse(line)))
                    lines.Add(line);
        }
        catch (OperationCanceledException)
        {
            lines.Add("{\"type\":\"(nothing came in time)\"}");
        }
        response.Dispose();
        return lines;
    }

    private static List<JsonNode?> Told(RecordedStep step) => [.. (step.Events ?? []).Select(e => e!["event"]).Where(e => !OfEveryNamespace(e))];

    // When a new namespace gets its certificates is a matter of milliseconds, and the second one is that server's own.
    private static bool OfEveryNamespace(JsonNode? told) => (string?)told?["object"]?["metadata"]?["name"] is "kube-root-ca.crt" or "openshift-service-ca.crt";

    private void CompareEvents(RecordedStep step, List<string> lines)
    {
        var comparison = new Comparison(_translation);
        var recorded = Told(step);
        var faults = new List<string>();
        if (recorded.Count != lines.Count)
            faults.Add($"{recorded.Count} events recorded, {lines.Count} here: {string.Join("; ", lines.Select(l => l.Length > 160 ? l[..160] : l))}");
        for (int i = 0; i < Math.Min(recorded.Count, lines.Count); i++)
            comparison.Compare(Normal.Of(recorded[i]), Normal.Of(JsonNode.Parse(lines[i])), $"event[{i}]");
        if (faults.Count + comparison.Faults.Count > 0)
            Faults[step.Id] = [.. faults, .. comparison.Faults];
    }
}
