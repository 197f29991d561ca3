using System.Runtime.CompilerServices;

namespace Argus.Inference.Faces;

/// <summary>A box in pixels of the upright picture; may reach outside it.</summary>
public readonly record struct Box(float X1, float Y1, float X2, float Y2)
{
    /// <summary>Width in pixels.</summary>
    public float Width => X2 - X1;

    /// <summary>Height in pixels.</summary>
    public float Height => Y2 - Y1;
}

/// <summary>A point in pixels of the upright picture.</summary>
public readonly record struct Point(float X, float Y);

/// <summary>Left eye, right eye, nose, left and right mouth corner, as seen in the picture.</summary>
[InlineArray(5)]
public struct Landmarks
{
    private Point _first;
}
