using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Testing.Golden;

/// <summary>Reference values of one photo (golden/PHOTO.json).</summary>
public sealed record GoldenPhoto
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string Photo { get; init; }

    public required GoldenDecode Decode { get; init; }

    public required Dictionary<string, GoldenDetector> Detectors { get; init; }

    public GoldenFace[] Faces { get; init; } = [];

    public GoldenFace[] FacesYunet { get; init; } = [];

    /// <summary>File names of all photos that have reference values.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(TestData.At("golden"), "*.*.json").Select(Path.GetFileNameWithoutExtension).Order()!;

    public static GoldenPhoto Load(string name) =>
        JsonSerializer.Deserialize<GoldenPhoto>(File.ReadAllBytes(TestData.At("golden", name + ".json")), Options)!;

    public byte[] Bytes() => File.ReadAllBytes(TestData.At("photos", Path.GetFileName(Photo)));
}

public sealed record GoldenDecode(string Format, int Width, int Height, int? ExifOrientation, string RgbSha256);

public sealed record GoldenDetector(double Threshold, double Nms, GoldenFace[] Faces);

public sealed record GoldenFace
{
    public required float[] Box { get; init; }

    public required float Score { get; init; }

    public float[][]? Landmarks { get; init; }

    public bool Borderline { get; init; }

    /// <summary>From the picture to the crop of 112 pixels, two rows of three.</summary>
    public double[][]? AlignMatrix { get; init; }

    public float[]? Embedding { get; init; }

    public Dictionary<string, GoldenGenderAge>? GenderAge { get; init; }

    /// <summary>Geometric mean of the sides, in pixels.</summary>
    [JsonIgnore]
    public double Size => Math.Sqrt((Box[2] - Box[0]) * (double)(Box[3] - Box[1]));
}

public sealed record GoldenGenderAge(string Gender, int Age);
