using Argus.Contracts.Faces;

namespace Argus.Cli.Faces;

/// <summary>What became of one file: an answer, or a sentence that says why there is none.</summary>
internal sealed record PictureResult(string File, DetectResponse? Response, string? Error);
