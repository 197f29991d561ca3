using Argus.Inference.Score;

namespace Argus.ModelServer.Score;

/// <summary>A head in use.</summary>
/// <param name="Head">What tells scores.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits of its file.</param>
internal sealed record KnownHead(ScoreHead Head, string Digest);
