using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>Reads the outputs of one family of detectors.</summary>
internal interface IDetectorHead
{
    /// <summary>Whether the five points are there.</summary>
    bool HasLandmarks { get; }

    /// <summary>How overlapping boxes are compared.</summary>
    OverlapRule Overlap { get; }

    /// <summary>Adds the rows at or above the threshold, in pixels of the canvas.</summary>
    /// <exception cref="ModelLoadException">The outputs do not fit the canvas: not this family.</exception>
    void Decode(SessionOutputs outputs, int canvasWidth, int canvasHeight, float threshold, List<Candidate> found);
}
