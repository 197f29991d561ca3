using System.IO.Compression;
using Argus.Inference.Models;
using Argus.Testing;
using Microsoft.AspNetCore.Http;

namespace Argus.Inference.Tests.Models;

public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();
    private readonly byte[] _content = Example.Content(50_000);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Resolve_FilesInOneArchive_DownloadsItOnceAndKeepsOnlyTheMembers()
    {
        byte[] other = Example.Content(2000, seed: 7);
        byte[] zip = Zip(("pack/example.onnx", _content), ("pack/other.onnx", other), ("pack/unwanted.onnx", Example.Content(10)));
        await using var server = await FileServer.OfAsync(zip);
        var detector = Example.File(other) with
        {
            Name = "other.onnx",
            Role = ModelRole.Detector,
            Archive = Archive(server.At("/all.zip"), zip, "pack/other.onnx"),
        };

        var resolution = await Example.Store(_cache).ResolveAsync(Example.Pack(FileIn(server.At("/all.zip"), zip, "pack/example.onnx"), detector));

        Assert.Empty(resolution.Faults);
        Assert.Equal(_content, File.ReadAllBytes(resolution.Pack!.Files[ModelRole.Recognizer].Path));
        Assert.Equal(other, File.ReadAllBytes(resolution.Pack.Files[ModelRole.Detector].Path));
        Assert.Single(server.Requests);
        Assert.Equal([".onnx", ".onnx"], Kept());
    }

    [Fact]
    public async Task Resolve_NamesThatClimbOut_AreNeverPaths()
    {
        using var outer = new TemporaryFolder();
        byte[] zip = Zip(("../../evil.onnx", Example.Content(10)), ("/evil.onnx", Example.Content(10)), ("example.onnx", _content));
        await using var server = await FileServer.OfAsync(zip);
        var options = Example.Options(_cache) with { CachePath = outer.At("a/b") };

        var resolution = await new ModelStore(options, TimeProvider.System).ResolveAsync(Example.Pack(FileIn(server.At("/all.zip"), zip, "example.onnx")));

        Assert.Empty(resolution.Faults);
        Assert.DoesNotContain(Directory.EnumerateFiles(outer.Path, "*", SearchOption.AllDirectories), f => f.Contains("evil"));
    }

    [Fact]
    public async Task Resolve_OtherArchive_IsRefusedWithBothHashes()
    {
        byte[] zip = Zip(("example.onnx", _content));
        byte[] other = Zip(("example.onnx", Example.Content(50_000, seed: 9)));
        await using var server = await FileServer.OfAsync(other);
        var archive = new ModelArchive(server.At("/all.zip"), 0, Example.Sha256(zip), "example.onnx");

        var resolution = await Example.Store(_cache).ResolveAsync(Example.Pack(Example.File(_content) with { Archive = archive }));

        AssertFault(resolution, PackFaultKind.WrongBytes, $"expected sha256 {Example.Sha256(zip)}, found {Example.Sha256(other)}");
    }

    [Fact]
    public async Task Resolve_ArchiveWithoutHash_StillChecksTheMember()
    {
        byte[] wrong = Example.Content(50_000, seed: 9);
        await using var server = await FileServer.OfAsync(Zip(("example.onnx", wrong)));
        var archive = new ModelArchive(server.At("/all.zip"), 0, null, "example.onnx");

        var resolution = await Example.Store(_cache).ResolveAsync(Example.Pack(Example.File(_content) with { Archive = archive }));

        AssertFault(resolution, PackFaultKind.WrongBytes, $"its member example.onnx has other bytes: expected sha256 {Example.Sha256(_content)}, found {Example.Sha256(wrong)}");
    }

    [Fact]
    public async Task Resolve_NotAZip_IsRefused()
    {
        byte[] page = "<html>Please log in</html>"u8.ToArray();
        await using var server = await FileServer.OfAsync(page);

        var resolution = await Example.Store(_cache).ResolveAsync(Example.Pack(FileIn(server.At("/all.zip"), page, "example.onnx")));

        AssertFault(resolution, PackFaultKind.WrongBytes, "it is no sound zip archive");
    }

    [Fact]
    public async Task Resolve_MemberMissing_NamesThoseThatAreThere()
    {
        byte[] zip = Zip(("buffalo/example.onnx", _content));
        await using var server = await FileServer.OfAsync(zip);

        var resolution = await Example.Store(_cache).ResolveAsync(Example.Pack(FileIn(server.At("/all.zip"), zip, "example.onnx")));

        AssertFault(resolution, PackFaultKind.WrongBytes, "no member example.onnx; it has buffalo/example.onnx");
    }

    [Fact]
    public async Task Extract_MemberOfAnotherSize_IsNotUnpacked()
    {
        string zip = _cache.Write("bomb.zip", Zip(("example.onnx", new byte[5_000_000])));

        string? wrong = await ArchiveMember.ExtractAsync(zip, "example.onnx", 1000, 1 << 20, _cache.At("out"), CancellationToken.None);

        Assert.Contains("has 5000000 bytes, expected 1000", wrong);
        Assert.False(File.Exists(_cache.At("out")));
    }

    [Fact]
    public async Task Extract_SizeUnknown_StopsAtTheLimit()
    {
        string zip = _cache.Write("bomb.zip", Zip(("example.onnx", new byte[5_000_000])));

        string? wrong = await ArchiveMember.ExtractAsync(zip, "example.onnx", 0, 1 << 20, _cache.At("out"), CancellationToken.None);

        Assert.Contains("larger than it says", wrong);
        Assert.True(new FileInfo(_cache.At("out")).Length <= 1 << 20);
    }

    [Fact]
    public async Task Resolve_ArchiveInASearchFolder_IsUnpackedOffline()
    {
        using var folder = new TemporaryFolder();
        byte[] zip = Zip(("example.onnx", _content));
        string path = folder.Write("deep/renamed.zip", zip);
        var pack = Example.Pack(FileIn(new Uri("http://127.0.0.1:1/all.zip"), zip, "example.onnx"));

        var resolution = await new ModelStore(Example.Options(_cache) with { SearchPaths = [folder.Path] }, TimeProvider.System).ResolveAsync(pack);

        Assert.Empty(resolution.Faults);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Resolve_OwnAddressFails_FallsBackToTheArchive()
    {
        byte[] zip = Zip(("example.onnx", _content));
        await using var server = await FileServer.StartAsync((context, _) =>
        {
            if (context.Request.Path == "/all.zip")
                return FileServer.GiveAsync(context, zip);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        var file = FileIn(server.At("/all.zip"), zip, "example.onnx") with { Urls = [server.At("/f")] };

        var resolution = await Example.Store(_cache).ResolveAsync(Example.Pack(file));

        Assert.Empty(resolution.Faults);
        Assert.Equal(["/f", "/all.zip"], server.Requests.Select(r => r.Path));
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] members)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in members)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static ModelArchive Archive(Uri url, byte[] zip, string member) => new(url, zip.Length, Example.Sha256(zip), member);

    private ModelFile FileIn(Uri url, byte[] zip, string member) => Example.File(_content) with { Archive = Archive(url, zip, member) };

    private string[] Kept() => [.. Directory.GetFiles(_cache.Path).Select(Path.GetExtension).Where(e => e is not (".lock" or ".txt")).Order()!];

    private static void AssertFault(PackResolution resolution, PackFaultKind kind, string words)
    {
        var fault = Assert.Single(resolution.Faults);
        Assert.Contains(words, fault.Message);
        Assert.Equal(kind, fault.Kind);
    }
}
