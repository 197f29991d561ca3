using Argus.Contracts.Faces;
using Argus.Inference.Models;

namespace Argus.Inference.Faces;

/// <summary>From what the engine found to the body that callers get.</summary>
public static class FaceResponses
{
    /// <summary>The body of <c>/detect</c>.</summary>
    public static DetectResponse ToResponse(this FaceAnalysis analysis, ResolvedPack pack, TimeSpan elapsed) => new()
    {
        Faces = [.. analysis.Faces.Select(ToBody)],
        ProcessingTimeMs = Math.Round(elapsed.TotalMilliseconds, 2),
        ImageWidth = analysis.Width,
        ImageHeight = analysis.Height,
        Orientation = analysis.Orientation,
        ModelDigest = pack.Digest,
        Selftest = pack.Pack.SelfTest,
    };

    private static FaceBody ToBody(Face face) => new()
    {
        Bbox = [face.Box.X1, face.Box.Y1, face.Box.X2, face.Box.Y2],
        Embedding = face.Embedding,
        DetScore = face.Score,
        Age = face.Age,
        Gender = face.Gender switch { Gender.Male => "M", Gender.Female => "F", _ => null },
        Landmarks = face.Landmarks is { } points ? ToArrays(points) : null,
        Unaligned = face.Unaligned,
    };

    private static float[][] ToArrays(Landmarks points)
    {
        float[][] arrays = new float[5][];
        for (int i = 0; i < 5; i++)
            arrays[i] = [points[i].X, points[i].Y];
        return arrays;
    }
}
