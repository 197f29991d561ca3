using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Media;

/// <summary>The program itself, ended by kill -9 while pictures come in, and on a disk without room.</summary>
public sealed partial class MediaKillTests : IDisposable
{
    // The runtime's own memory must not be a file, nor a file that grows too large end the process instead of failing the write.
    internal const string SmallDisk = "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 1000";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Upload_KilledAtRandom_LosesNothingAcknowledged()
    {
        const int kills = 6;
        var random = new Random(7);
        Dictionary<long, int> acknowledged = [];
        int seed = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            await using var program = Start();
            using var http = await ClientAsync(program);
            int until = acknowledged.Count + random.Next(3, 25);
            var enough = new Signal();
            var uploads = Enumerable.Range(0, 4).Select(_ => UploadUntilKilledAsync(http, () => Interlocked.Increment(ref seed), acknowledged, enough)).ToArray();
            await enough.UntilAsync(() => Locked(acknowledged, a => a.Count) >= until, TimeSpan.FromSeconds(30), () => $"No more than {acknowledged.Count} uploads of {until}: {program}");
            await program.KillAsync();
            await Task.WhenAll(uploads);
        }

        await using var last = Start();
        using var reader = await ClientAsync(last);
        var entities = (await reader.GetFromJsonAsync<JsonObject>("/entity?limit=1000"))!["entities"]!.AsArray();
        Assert.Empty(acknowledged.Keys.Except(entities.Select(e => (long)e!["id"]!)));
        foreach (var entity in entities)
        {
            // What was not acknowledged is whole, too, where it can be seen.
            byte[] bytes = await reader.GetByteArrayAsync($"/entity/{entity!["id"]}/file");
            Assert.Equal((string)entity["sha256"]!, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            if (acknowledged.TryGetValue((long)entity["id"]!, out int number))
                Assert.Equal(Picture(number), bytes);
        }

        await last.TerminateAsync();
        Assert.Empty(Directory.GetFiles(_folder.At("media", "incoming")));
        Assert.Equal(
            entities.Select(e => (string)e!["sha256"]!).Distinct().Order(StringComparer.Ordinal),
            Directory.GetFiles(_folder.At("media", "files"), "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Upload_DiskFull_Is507AndLeavesNothing()
    {
        await using var program = Start(SmallDisk);
        using var http = await ClientAsync(program);
        using var form = MediaHost.Form(MediaHost.Jpeg(2_000_000));
        using var answer = await http.PostAsync("/entity/", form);

        Assert.Equal(507, (int)answer.StatusCode);
        Assert.Empty(Directory.GetFiles(_folder.At("media", "incoming")));
        Assert.Empty(Directory.GetFiles(_folder.At("media", "files"), "*", SearchOption.AllDirectories));
        Assert.Equal(1, (long)(await MediaHost.UploadAsync(http, MediaHost.Jpeg(1000)))["id"]!);
    }

    private static byte[] Picture(int seed) => MediaHost.Jpeg(1000 + (seed * 7919 % 200_000), seed);

    private static async Task UploadUntilKilledAsync(HttpClient http, Func<int> next, Dictionary<long, int> acknowledged, Signal enough)
    {
        try
        {
            while (true)
            {
                int seed = next();
                var body = await MediaHost.UploadAsync(http, Picture(seed));
                Locked(acknowledged, a => a[(long)body["id"]!] = seed);
                enough.Set();
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // It was killed.
        }
    }

    private static T Locked<T>(Dictionary<long, int> acknowledged, Func<Dictionary<long, int>, T> work)
    {
        lock (acknowledged)
            return work(acknowledged);
    }

    internal static async Task<HttpClient> ClientAsync(ProgramRun program)
    {
        await program.UntilLineAsync(line => Listening().IsMatch(line));
        return new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(Listening().Match(program.Lines.First(line => Listening().IsMatch(line))).Value) };
    }

    // What the framework tells of itself is only told in debugging.
    private ProgramRun Start(string before = ":") => new(
        "Argus.Jobs",
        [],
        new Dictionary<string, string> { ["HOST"] = "127.0.0.1", ["PORT"] = "0", ["ARGUS_DATA"] = _folder.Path, ["ARGUS_ROLES"] = "media", ["AUTH_DISABLED"] = "true", ["LOG_LEVEL"] = "DEBUG" },
        before);

    [GeneratedRegex(@"(?<=Now listening on: )http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
