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

/// <summary>Five points, named as seen in the picture.</summary>
public record struct Landmarks(Point LeftEye, Point RightEye, Point Nose, Point LeftMouth, Point RightMouth)
{
    /// <summary>The points in the order of the template: eyes, nose, mouth corners.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 to 4.</exception>
    public Point this[int index]
    {
        readonly get => index switch
        {
            0 => LeftEye,
            1 => RightEye,
            2 => Nose,
            3 => LeftMouth,
            4 => RightMouth,
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };
        set => _ = index switch
        {
            0 => LeftEye = value,
            1 => RightEye = value,
            2 => Nose = value,
            3 => LeftMouth = value,
            4 => RightMouth = value,
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };
    }
}
