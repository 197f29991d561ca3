using Argus.Cli.Pictures;

namespace Argus.Cli.Classes;

/// <summary>The vector of a photo's largest face, or why there is none.</summary>
internal sealed record ClassFace(ClassPhoto Photo, float[]? Vector, string? ModelDigest, bool Selftest, Trouble? Trouble)
{
    /// <summary>A photo that cannot be used.</summary>
    public static ClassFace Bad(ClassPhoto photo, Trouble trouble) => new(photo, null, null, false, trouble);
}
