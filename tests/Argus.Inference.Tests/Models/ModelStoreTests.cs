using Argus.Inference.Models;
using Argus.Testing;

namespace Argus.Inference.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private const string License = "example-non-commercial";
    private readonly TemporaryFolder _cache = new();
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = Example.Content(5000);

    private ModelStore Store => new(Example.Options(_cache) with { SearchPaths = [_folder.At("nowhere"), _folder.Path] }, TimeProvider.System);

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Resolve_FileUnderAnotherName_IsFoundByItsHash()
    {
        _folder.Write("a/same-size.bin", Example.Content(5000, seed: 5));
        string path = _folder.Write("b/c/whatever.bin", _content);

        var resolution = await Store.ResolveAsync(Example.Pack(Example.File(_content)));

        Assert.Equal(path, resolution.Pack!.Files[ModelRole.Recognizer].Path);
    }

    [Fact]
    public async Task Resolve_FileBesideTheManifest_ComesFirst()
    {
        using var beside = new TemporaryFolder();
        string path = beside.Write(Example.FileName, _content);
        _folder.Write(Example.FileName, _content);

        var resolution = await Store.ResolveAsync(Example.Pack(Example.File(_content)) with { Folder = beside.Path });

        Assert.Equal(path, resolution.Pack!.Files[ModelRole.Recognizer].Path);
    }

    [Fact]
    public async Task Resolve_SizeUnknown_IsFoundByNameAndHash()
    {
        _folder.Write("a/" + Example.FileName, Example.Content(10));
        string path = _folder.Write("b/" + Example.FileName, _content);

        var resolution = await Store.ResolveAsync(Example.Pack(Example.File(_content) with { Bytes = 0 }));

        Assert.Equal(path, resolution.Pack!.Files[ModelRole.Recognizer].Path);
    }

    [Fact]
    public async Task Resolve_LinksToFilesAndCirclesOfFolders_AreHandled()
    {
        using var elsewhere = new TemporaryFolder();
        string link = _folder.At("link.onnx");
        File.CreateSymbolicLink(link, elsewhere.Write("blob", _content));
        Directory.CreateSymbolicLink(_folder.At("circle"), _folder.Path);
        File.CreateSymbolicLink(_folder.At("dangling"), _folder.At("gone"));

        var resolution = await Store.ResolveAsync(Example.Pack(Example.File(_content)));

        Assert.Equal(link, resolution.Pack!.Files[ModelRole.Recognizer].Path);
    }

    [Fact]
    public async Task Resolve_NothingFound_NamesTheFoldersAndWhatToDo()
    {
        var resolution = await Store.ResolveAsync(Example.Pack(Example.File(_content)));

        var fault = Assert.Single(resolution.Faults);
        Assert.Equal((PackFaultKind.NotFound, Example.FileName), (fault.Kind, fault.File));
        Assert.Contains(Example.Sha256(_content), fault.Message);
        Assert.Contains($"{_cache.Path}, {_folder.At("nowhere")}, {_folder.Path}", resolution.Explanation);
        Assert.Contains("ARGUS_MODEL_PATH", resolution.Explanation);
    }

    [Fact]
    public async Task Resolve_FlippedByteInAFolder_IsRefusedWithBothHashes()
    {
        byte[] flipped = [.. _content];
        flipped[0] ^= 1;
        string path = _folder.Write(Example.FileName, flipped);

        var fault = Assert.Single((await Store.ResolveAsync(Example.Pack(Example.File(_content)))).Faults);

        Assert.Equal(PackFaultKind.WrongBytes, fault.Kind);
        Assert.Contains($"{path} has other bytes: expected sha256 {Example.Sha256(_content)}, found {Example.Sha256(flipped)}", fault.Message);
    }

    [Fact]
    public async Task Resolve_ByteFlippedAfterTheFirstStart_IsSeenThoughSizeAndTimeAreTheSame()
    {
        string path = _folder.Write(Example.FileName, _content);
        var pack = Example.Pack(Example.File(_content));
        Assert.NotNull((await Store.ResolveAsync(pack)).Pack);

        Rewrite(path, flip: 17);

        Assert.Equal(PackFaultKind.WrongBytes, Assert.Single((await Store.ResolveAsync(pack)).Faults).Kind);
    }

    [Fact]
    public async Task Resolve_FilesThatAreNotIt_AreReadOnceAndNotAtEachStart()
    {
        var pack = Example.Pack(Example.File(_content));
        string path = _folder.Write("other.bin", Example.Content(5000, seed: 5));
        var time = File.GetLastWriteTimeUtc(path);
        await Store.ResolveAsync(pack);

        // The right bytes with size and time unchanged: only a file that is not read again stays unknown.
        File.WriteAllBytes(path, _content);
        File.SetLastWriteTimeUtc(path, time);
        var unread = await Store.ResolveAsync(pack);
        File.SetLastWriteTimeUtc(path, time.AddSeconds(1));
        var read = await Store.ResolveAsync(pack);

        Assert.Equal(PackFaultKind.NotFound, Assert.Single(unread.Faults).Kind);
        Assert.NotNull(read.Pack);
    }

    [Fact]
    public async Task Resolve_SpoiltMemory_IsForgotten()
    {
        _cache.Write("hashes.txt", "not\0a hash\n1 2 3 4\n"u8.ToArray());
        _folder.Write(Example.FileName, _content);

        Assert.NotNull((await Store.ResolveAsync(Example.Pack(Example.File(_content)))).Pack);
    }

    [Fact]
    public async Task Resolve_SpoiltFileInTheCache_IsReplacedFromItsAddress()
    {
        await using var server = await FileServer.OfAsync(_content);
        _cache.Write(Example.Sha256(_content) + ".onnx", Example.Content(5000, seed: 5));

        var resolution = await Store.ResolveAsync(Example.Pack(Example.File(_content, server.At("/f"))));

        Assert.Equal(_content, File.ReadAllBytes(resolution.Pack!.Files[ModelRole.Recognizer].Path));
    }

    [Fact]
    public async Task Resolve_LicenceNotAccepted_IsRefusedThoughTheFileIsThere()
    {
        _folder.Write(Example.FileName, _content);

        var fault = Assert.Single((await Store.ResolveAsync(Restricted())).Faults);

        Assert.Equal(PackFaultKind.LicenseNotAccepted, fault.Kind);
        Assert.Contains($"--accept-license {License}", fault.Message);
        Assert.Contains($"ARGUS_ACCEPT_LICENSE={License}", fault.Message);
        Assert.Contains("https://example.org/terms", fault.Message);
    }

    [Fact]
    public async Task Resolve_FilesUnderOneLicence_AreRefusedWithOneSentence()
    {
        var detector = Example.File([1]) with { Name = "d.onnx", Role = ModelRole.Detector };

        var resolution = await Store.ResolveAsync(Restricted() with { Files = [Example.File(_content), detector] });

        Assert.Contains("The pack example comes under", Assert.Single(resolution.Faults).Message);
    }

    [Theory]
    [InlineData(License, true)]
    [InlineData("another", false)]
    public async Task Resolve_LicenceAcceptedById_DependsOnTheId(string accepted, bool resolves)
    {
        _folder.Write(Example.FileName, _content);
        var options = Example.Options(_cache) with { SearchPaths = [_folder.Path], AcceptedLicenses = [accepted] };

        Assert.Equal(resolves, (await new ModelStore(options, TimeProvider.System).ResolveAsync(Restricted())).Pack is not null);
    }

    [Fact]
    public async Task Resolve_OptionalFileWithLicenceNotAccepted_IsLeftOutAndSaidSo()
    {
        byte[] attributes = Example.Content(100, seed: 8);
        _folder.Write(Example.FileName, _content);
        _folder.Write("attributes.onnx", attributes);
        var extra = Example.File(attributes) with
        {
            Name = "attributes.onnx",
            Role = ModelRole.Attributes,
            Optional = true,
            License = Restricted().License,
        };

        var with = await Store.ResolveAsync(Example.Pack(Example.File(_content), extra with { License = null }));
        var without = await Store.ResolveAsync(Example.Pack(Example.File(_content), extra));

        Assert.Equal([ModelRole.Recognizer], without.Pack!.Files.Keys);
        Assert.Equal((PackFaultKind.LicenseNotAccepted, "attributes.onnx"), (Assert.Single(without.LeftOut).Kind, without.LeftOut[0].File));
        Assert.Equal(2, with.Pack!.Files.Count);
        Assert.Equal(with.Pack.Digest, without.Pack.Digest);
    }

    [Fact]
    public async Task Resolve_OptionalFileThatIsNowhere_IsLeftOutAndSaidSo()
    {
        _folder.Write(Example.FileName, _content);
        var extra = Example.File([1, 2]) with { Name = "attributes.onnx", Role = ModelRole.Attributes, Optional = true };

        var resolution = await Store.ResolveAsync(Example.Pack(Example.File(_content), extra));

        Assert.Equal([ModelRole.Recognizer], resolution.Pack!.Files.Keys);
        Assert.Equal(PackFaultKind.NotFound, Assert.Single(resolution.LeftOut).Kind);
    }

    [Fact]
    public async Task Inspect_Files_TellsPresentMissingAndWrongWithoutFetching()
    {
        await using var server = await FileServer.OfAsync(_content);
        byte[] other = Example.Content(6000, seed: 8);
        _folder.Write("r.onnx", _content);
        _folder.Write("d.onnx", Example.Content(10));
        var pack = Example.Pack(
            Example.File(_content) with { Name = "r.onnx" },
            Example.File(other) with { Name = "d.onnx", Role = ModelRole.Detector },
            Example.File(other, server.At("/f")) with { Name = "a.onnx", Role = ModelRole.Attributes });

        var states = Store.Inspect(pack, reread: true);

        Assert.Equal([true, false, false], states.Select(s => s.Path is not null));
        Assert.Equal([false, true, false], states.Select(s => s.Wrong is not null));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void Inspect_WithoutRereading_BelievesAnEarlierHash()
    {
        string path = _folder.Write(Example.FileName, _content);
        var pack = Example.Pack(Example.File(_content));
        Store.Inspect(pack, reread: false);

        Rewrite(path, flip: 3);

        Assert.NotNull(Assert.Single(Store.Inspect(pack, reread: false)).Path);
        Assert.Null(Assert.Single(Store.Inspect(pack, reread: true)).Path);
    }

    [Fact]
    public void FromEnvironment_Names_AreRead()
    {
        Dictionary<string, string> environment = new()
        {
            ["ARGUS_MODEL_PATH"] = $"/a{Path.PathSeparator}{Path.PathSeparator}/b",
            ["ARGUS_ACCEPT_LICENSE"] = "x, y",
            ["MODEL_CACHE_DIR"] = "/c",
        };

        var options = ModelStoreOptions.FromEnvironment(environment.GetValueOrDefault);

        Assert.Equal<string[]>(["/a", "/b"], [.. options.SearchPaths]);
        Assert.Equal<string[]>(["x", "y"], [.. options.AcceptedLicenses]);
        Assert.Equal("/c", options.CachePath);
        Assert.EndsWith(Path.Combine(".cache", "argus", "models"), ModelStoreOptions.FromEnvironment(_ => null).CachePath);
    }

    private ModelPack Restricted() => Example.Pack(Example.File(_content)) with
    {
        License = new ModelLicense(License, false, true, new Uri("https://example.org/terms")),
    };

    private static void Rewrite(string path, int flip)
    {
        var time = File.GetLastWriteTimeUtc(path);
        byte[] content = File.ReadAllBytes(path);
        content[flip] ^= 1;
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, time);
    }
}
