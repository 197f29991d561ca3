using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Chart.Tests.Helm;

/// <summary>A folder below golden/: the arguments that helm gets, and what it renders.</summary>
internal sealed partial record Scenario(string Name)
{
    private static readonly string Root = Path.Combine(TestData.Repository, "tests", "Argus.Chart.Tests", "golden");
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Rendered = [];

    public static IReadOnlyList<string> Names { get; } = [.. Directory.EnumerateDirectories(Root).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => new(Names);

    public string Folder => Path.Combine(Root, Name);

    /// <summary>Arguments after those that all scenarios share; paths are relative to the clone.</summary>
    public IEnumerable<string> Arguments => File.ReadAllText(Path.Combine(Folder, "arguments.txt")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>As helm prints it; asked once.</summary>
    public Task<string> RenderAsync() => Rendered.GetOrAdd(Name, _ => new(() => HelmRun.TemplateAsync(Arguments))).Value;

    /// <summary>The objects.</summary>
    public async Task<IReadOnlyList<JsonObject>> ObjectsAsync() => TestYaml.ReadAll(await RenderAsync());

    /// <summary>What is committed: without keys, which differ each time, and with packs by name, which are held to models/ elsewhere.</summary>
    public async Task<string> GoldenAsync()
    {
        var documents = Separator().Split(Made().Replace(await RenderAsync(), "$1 (made)")).Where(d => d.Trim().Length > 0);
        return string.Join("---\n", documents.Select(d => Pack().Match(d) is { Success: true } pack ? $"# ModelPack {pack.Groups[1].Value}\n" : d.TrimEnd() + "\n"));
    }

    [GeneratedRegex(@"^---\n", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"((?:ca\.crt|tls\.crt|tls\.key|caBundle|key|default|jobs):) [A-Za-z0-9+/=]{60,}")]
    private static partial Regex Made();

    [GeneratedRegex(@"^kind: ModelPack\nmetadata:\n  name: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Pack();
}
