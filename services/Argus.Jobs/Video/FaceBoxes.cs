using System.Globalization;
using Argus.Contracts.Faces;
using Argus.Contracts.Jobs;

namespace Argus.Jobs.Video;

/// <summary>Numbers of models as people would write them: 0.95 stays 0.95, where a cast makes 0.949999988079071 of it.</summary>
internal static class FaceBoxes
{
    /// <summary>Where a face is.</summary>
    public static JobBox Of(FaceBody face) => new(Exact(face.Bbox[0]), Exact(face.Bbox[1]), Length(face.Bbox[0], face.Bbox[2]), Length(face.Bbox[1], face.Bbox[3]));

    /// <summary>The shortest decimal that is this float.</summary>
    public static double Exact(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double Length(float from, float to) => (double)((decimal)Exact(to) - (decimal)Exact(from));
}
