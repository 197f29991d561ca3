using Argus.Cli.Pictures;
using Argus.Contracts.Faces;

namespace Argus.Cli.Faces;

/// <summary>What became of one file: an answer, or why there is none. With both, the picture with boxes is what failed.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Response">The answer.</param>
/// <param name="Drawing">Where the picture with boxes lies, if one was wanted.</param>
/// <param name="Trouble">What went wrong.</param>
internal sealed record PictureResult(string File, DetectResponse? Response, string? Drawing, Trouble? Trouble);
