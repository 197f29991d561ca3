using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Cli.Keys;
using Argus.Testing;

namespace Argus.Cli.Tests.Keys;

public sealed class KeyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void Create_ForAFolder_PrintsTheKeyAndKeepsItsHashOnly()
    {
        Assert.Equal(0, Run("alice", "--folder", _folder.Path));

        string key = _output.ToString().Trim();
        string file = File.ReadAllText(_folder.At("alice"));
        Assert.Matches("^argus_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(Hash(key), (string)JsonNode.Parse(file)!["sha256"]!);
        Assert.DoesNotContain(key, file);
        Assert.DoesNotContain(key, _error.ToString());
        Assert.Equal([_folder.At("alice")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Create_Twice_NeverMakesTheSame()
    {
        Run("alice");
        Run("bob");

        string[] keys = [.. _error.ToString().Split('\n').Where(l => l.Contains("argus_", StringComparison.Ordinal)).Select(l => l.Split(' ')[^1])];
        Assert.Equal(2, keys.Distinct().Count());
    }

    [Fact]
    public void Create_WithEveryOption_PrintsTheFileThatTheGatewayReads()
    {
        string[] all = ["alice", "--path", "/detect", "--path", "/v2/*", "--deployment", "ns/faces", "--deployment", "other/*", "--rps", "2.5", "--burst", "7", "--concurrency", "3", "--max-body", "1000000", "--expires", "90d"];
        Assert.Equal(0, Run(all));

        string golden = File.ReadAllText(Path.Combine(TestData.Repository, "tests", "Argus.Gateway.Tests", "golden-keys", "every-field.json"));
        string hash = (string)JsonNode.Parse(_output.ToString())!["sha256"]!;
        Assert.Equal(golden, _output.ToString().Replace(hash, (string)JsonNode.Parse(golden)!["sha256"]!));
        Assert.Contains("shown this once: argus_", _error.ToString());
    }

    [Fact]
    public void Create_ForASecret_PrintsAManifestWithTheFile()
    {
        Assert.Equal(0, Run("alice", "--secret", "keys", "--namespace", "ns"));

        string[] lines = _output.ToString().Split('\n');
        Assert.Equal(["apiVersion: v1", "kind: Secret", "metadata:", "  name: keys", "  namespace: ns", "type: Opaque", "data:"], lines[..7]);
        string file = Encoding.UTF8.GetString(Convert.FromBase64String(lines[7].Split("alice: ")[1]));
        Assert.NotNull(JsonNode.Parse(file)!["sha256"]);
        Assert.Contains("--field-manager=argus-key-alice", _error.ToString());
        Assert.DoesNotContain("argus_", _output.ToString());
    }

    [Fact]
    public void Create_WhereThereIsOne_RefusesUntilAddIsSaid()
    {
        Run("alice", "--folder", _folder.Path, "--rps", "5");
        string first = _output.ToString().Trim();

        Assert.Equal(1, Run("alice", "--folder", _folder.Path));
        Assert.Contains("--add", _error.ToString());
        Assert.Equal(0, Run("alice", "--folder", _folder.Path, "--add", "--concurrency", "2"));

        var file = JsonNode.Parse(File.ReadAllText(_folder.At("alice")))!;
        string second = _output.ToString().Trim().Split('\n')[^1];
        Assert.Equal([Hash(first), Hash(second)], file["sha256"]!.AsArray().Select(h => (string)h!));
        Assert.Equal((5, 2), ((int)file["requestsPerSecond"]!, (int)file["concurrency"]!));
    }

    [Fact]
    public void Create_BesideAFileThatIsNone_LeavesItAsItIs()
    {
        File.WriteAllText(_folder.At("alice"), "rubbish");

        Assert.Equal(1, Run("alice", "--folder", _folder.Path, "--add"));

        Assert.Equal("rubbish", File.ReadAllText(_folder.At("alice")));
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("../alice")]
    [InlineData(".alice")]
    [InlineData("alice bob")]
    [InlineData("alice.json")]
    [InlineData("alice", "--path", "detect")]
    [InlineData("alice", "--path", "/a*")]
    [InlineData("alice", "--deployment", "faces")]
    [InlineData("alice", "--burst", "5")]
    [InlineData("alice", "--rps", "0")]
    [InlineData("alice", "--expires", "2020-01-01T00:00:00Z")]
    [InlineData("alice", "--expires", "soon")]
    [InlineData("alice", "--add")]
    [InlineData("alice", "--namespace", "ns")]
    [InlineData("a@b", "--secret", "keys")]
    public void Create_WithWhatCannotBe_MakesNoKey(params string[] arguments)
    {
        Assert.NotEqual(0, Run(arguments));

        Assert.Empty(_output.ToString());
        Assert.DoesNotContain("argus_", _error.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private int Run(params string[] arguments)
    {
        var parsed = KeyCommand.Create(new FakeTimeProvider(), _output, _error).Parse(["create", .. arguments]);
        return parsed.Errors.Count > 0 ? 2 : parsed.Invoke();
    }
}
