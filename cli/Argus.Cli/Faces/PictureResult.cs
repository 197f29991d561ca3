using Argus.Contracts.Faces;

namespace Argus.Cli.Faces;

/// <summary>What became of one file: an answer, or a sentence that says why there is none.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Response">The answer.</param>
/// <param name="Drawing">Where the picture with boxes lies, if one was wanted.</param>
/// <param name="Error">Why there is no answer.</param>
internal sealed record PictureResult(string File, DetectResponse? Response, string? Drawing, string? Error)
{
    public static PictureResult Bad(string file, string error) => new(file, null, null, error);
}
