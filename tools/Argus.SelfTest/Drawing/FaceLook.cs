namespace Argus.SelfTest.Drawing;

/// <summary>What makes one drawn face differ from another; lengths in parts of the height of the face.</summary>
public sealed record FaceLook
{
    /// <summary>Colour of the hair and brows, neither bright yellow nor violet: redder reads as female, bluer as male, brighter as older.</summary>
    public Rgb Hair { get; init; } = new(150, 70, 40);

    /// <summary>Colour of the cheeks.</summary>
    public Rgb Cheeks { get; init; } = new(250, 150, 110);

    /// <summary>How far the hair comes down over the forehead, 0.08 to 0.16.</summary>
    public double Fringe { get; init; } = 0.12;

    /// <summary>From the middle of the face to an eye, 0.13 to 0.17.</summary>
    public double EyeSpread { get; init; } = 0.15;

    /// <summary>From the middle of the mouth to a corner, 0.11 to 0.15.</summary>
    public double MouthSpread { get; init; } = 0.125;

    /// <summary>A face that differs from those of other seeds.</summary>
    public static FaceLook FromSeed(int seed)
    {
        var random = new SplitMix((ulong)seed);
        byte Channel() => (byte)random.Between(20, 220);
        Rgb hair;
        do
            hair = new Rgb(Channel(), Channel(), Channel());
        while (hair.DistanceTo(DrawnFace.Skin) < 120 || hair.DistanceTo(DrawnFace.Ink) < 120);
        return new FaceLook
        {
            Hair = hair,
            Cheeks = new Rgb(250, (byte)random.Between(120, 190), (byte)random.Between(70, 130)),
            Fringe = random.Between(0.08, 0.16),
            EyeSpread = random.Between(0.13, 0.17),
            MouthSpread = random.Between(0.11, 0.15),
        };
    }
}
