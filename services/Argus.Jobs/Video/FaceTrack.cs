using System.Numerics.Tensors;

namespace Argus.Jobs.Video;

/// <summary>One face, followed through neighbouring frames.</summary>
internal sealed class FaceTrack
{
    private readonly List<FaceSighting> _sightings = [];
    private readonly float[] _sum;

    /// <param name="first">Where it is seen first.</param>
    /// <param name="vector">Of unit length.</param>
    public FaceTrack(FaceSighting first, float[] vector)
    {
        _sum = new float[vector.Length];
        (Best, BestVector) = (first, vector);
        Add(first, vector);
    }

    /// <summary>In order of time; one or more.</summary>
    public IReadOnlyList<FaceSighting> Sightings => _sightings;

    /// <summary>Where it is seen last.</summary>
    public FaceSighting Last => _sightings[^1];

    /// <summary>Where it is seen best; of equals the first.</summary>
    public FaceSighting Best { get; private set; }

    /// <summary>The vector of <see cref="Best"/>.</summary>
    public float[] BestVector { get; private set; }

    /// <summary>Mean cosine of the other vectors to the best one: their sum tells it, so that none of them is kept.</summary>
    public double MeanSimilarity => _sightings.Count == 1 ? 1 : Math.Clamp((TensorPrimitives.Dot(_sum, BestVector) - 1) / (_sightings.Count - 1), -1, 1);

    /// <summary>Adds where it is seen next.</summary>
    public void Add(FaceSighting next, float[] vector)
    {
        _sightings.Add(next);
        TensorPrimitives.Add(_sum, vector, _sum);
        if (next.Quality > Best.Quality)
            (Best, BestVector) = (next, vector);
    }

    /// <summary>Cosine of a vector to the mean of all so far.</summary>
    public double Likeness(float[] vector) => TensorPrimitives.CosineSimilarity(_sum, vector);
}
