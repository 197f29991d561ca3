using System.Security.Cryptography;
using System.Text.Json;
using Argus.Inference.Imaging;
using Argus.Testing;

namespace Argus.Inference.Tests.Imaging;

public class GoldenDecodeTests
{
    public static TheoryData<string> Photos => TestData.Root is null
        ? [""]
        : [.. Directory.GetFiles(TestData.At("photos")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [DataTheory]
    [MemberData(nameof(Photos))]
    public void Decode_Photo_EqualsReferenceBytes(string photo)
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(TestData.At("golden", photo + ".json")));
        var expected = golden.RootElement.GetProperty("decode");

        var fault = new ImageDecoder(new ImageLimits()).Decode(File.ReadAllBytes(TestData.At("photos", photo)), int.MaxValue, out var picture);

        Assert.Null(fault);
        using var decoded = picture!;
        Assert.Equal(expected.GetProperty("width").GetInt32(), decoded.Width);
        Assert.Equal(expected.GetProperty("height").GetInt32(), decoded.Height);
        var orientation = expected.GetProperty("exif_orientation");
        Assert.Equal(orientation.ValueKind == JsonValueKind.Null ? 1 : orientation.GetInt32(), decoded.Orientation);
        Assert.Equal(expected.GetProperty("rgb_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(decoded.Bytes)));
    }
}
