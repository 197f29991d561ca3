using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>One age and gender graph, in either of the two published forms.</summary>
internal sealed class FaceAttributes
{
    private readonly ModelFile _file;
    private readonly Normalization _normalization;

    /// <exception cref="ModelLoadException">The manifest names no family of attributes.</exception>
    public FaceAttributes(ResolvedFile file, ModelSession session)
    {
        (_file, Session) = (file.File, session);
        _normalization = new Normalization(_file.Input);
        Size = _file.Input.Height > 0 ? _file.Input.Height : 96;
        if (_file.Output.Family is not (ModelFamily.GenderAge3 or ModelFamily.GenderAge202))
            throw new ModelLoadException($"{_file.Name}: attributes are of the family gender-age-3 or gender-age-202, not {_file.Output.Family}.");
    }

    public ModelSession Session { get; }

    /// <summary>Side of the crop in pixels.</summary>
    public int Size { get; }

    /// <summary>Whether the crop is aligned by landmarks; else it is a square around the box.</summary>
    public bool Aligned => _file.Input.Fit == FitMode.AlignedFace;

    /// <summary>Estimates age and gender from the crop that <paramref name="toCrop"/> (pixels of <paramref name="picture"/>) leads to.</summary>
    public (Gender Gender, int Age) Estimate(Picture picture, in Affine toCrop, ref StageClock clock)
    {
        int values = 3 * Size * Size;
        using var crop = FloatPool.Shared.Rent(values);
        WarpKernel.Run(picture, toCrop, Size, _normalization, crop.Span(values));
        clock.Preprocessed();
        using var outputs = Session.Run(crop, [1, 3, Size, Size]);
        clock.Inferred();
        return Read(_file.Output.Family, outputs.Floats(0));
    }

    /// <summary>Reads one row of outputs.</summary>
    internal static (Gender Gender, int Age) Read(ModelFamily family, ReadOnlySpan<float> row)
    {
        var gender = row[1] > row[0] ? Gender.Male : Gender.Female;
        if (family == ModelFamily.GenderAge3)
            return (gender, (int)MathF.Round(row[2] * 100, MidpointRounding.ToEven));
        int age = 0;
        for (int i = 2; i + 1 < row.Length; i += 2)
            age += row[i + 1] > row[i] ? 1 : 0;
        return (gender, age);
    }
}
