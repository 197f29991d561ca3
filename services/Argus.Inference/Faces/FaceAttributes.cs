using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>One age and gender graph, in either of the two published forms.</summary>
internal sealed class FaceAttributes
{
    private const float OldestAge = 120;
    private readonly ModelFile _file;
    private readonly CropNetwork _network;

    /// <exception cref="ModelLoadException">The graph does not keep the manifest's contract.</exception>
    public FaceAttributes(ModelFile file, ModelSession session, WorkerPool? pool)
    {
        _file = file;
        int values = file.Output.Family switch
        {
            ModelFamily.GenderAge3 => 3,
            ModelFamily.GenderAge202 => 202,
            _ => throw new ModelLoadException($"{file.Name}: attributes are of the family gender-age-3 or gender-age-202, not {file.Output.Family}."),
        };
        _network = new CropNetwork(file, session, values, pool);
    }

    /// <summary>Side of a crop in pixels.</summary>
    public int Size => _network.Size;

    /// <summary>Whether the crop is aligned by landmarks; else it is a square around the box.</summary>
    public bool Aligned => _file.Input.Fit == FitMode.AlignedFace;

    /// <summary>Estimates age in years and gender from the crops that <paramref name="toCrops"/> (pixels of <paramref name="picture"/>) lead to.</summary>
    public (Gender Gender, int Age)[] Estimate(Picture picture, Affine[] toCrops, CancellationToken cancel) =>
        [.. _network.Run(picture, toCrops, cancel).Chunk(_network.VectorLength).Select(row => Read(_file.Output.Family, row))];

    /// <summary>Reads one row of outputs.</summary>
    internal static (Gender Gender, int Age) Read(ModelFamily family, ReadOnlySpan<float> row)
    {
        var gender = row[1] > row[0] ? Gender.Male : Gender.Female;
        if (family == ModelFamily.GenderAge3)
            return (gender, (int)Math.Clamp(MathF.Round(row[2] * 100, MidpointRounding.ToEven), 0, OldestAge));
        int age = 0;
        for (int i = 2; i + 1 < row.Length; i += 2)
            age += row[i + 1] > row[i] ? 1 : 0;
        return (gender, age);
    }
}
