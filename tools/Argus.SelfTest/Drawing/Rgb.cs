namespace Argus.SelfTest.Drawing;

/// <summary>An 8-bit colour.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>Differences of the channels added up, 0 to 765.</summary>
    public int DistanceTo(Rgb other) => Math.Abs(R - other.R) + Math.Abs(G - other.G) + Math.Abs(B - other.B);
}
