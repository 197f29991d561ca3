using System.Collections.Immutable;
using System.Security.Cryptography;
using Argus.Inference.Models;
using Argus.Testing;

namespace Argus.Inference.Tests.Models;

/// <summary>Contents and packs for tests.</summary>
internal static class Example
{
    public const string FileName = "example.onnx";

    public static byte[] Content(int bytes = 300_000, int seed = 1)
    {
        byte[] content = new byte[bytes];
        new Random(seed).NextBytes(content);
        return content;
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static ModelFile File(byte[] content, params ImmutableArray<Uri> urls) => new()
    {
        Name = FileName,
        Role = ModelRole.Recognizer,
        Bytes = content.Length,
        Sha256 = Sha256(content),
        Urls = urls,
        Output = new OutputContract { Family = ModelFamily.Embedding, Dimension = 128 },
    };

    public static ModelPack Pack(params ImmutableArray<ModelFile> files) => new()
    {
        Name = "example",
        License = new ModelLicense("MIT", true, false, null),
        Files = files,
    };

    /// <summary>Options that look nowhere but in a cache, and retry without waiting.</summary>
    public static ModelStoreOptions Options(TemporaryFolder cache) => new()
    {
        CachePath = cache.Path,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxRetryDelay = TimeSpan.FromMilliseconds(4),
    };

    public static ModelStore Store(TemporaryFolder cache) => new(Options(cache), TimeProvider.System);
}
