using Argus.Inference.Language;

namespace Argus.ModelServer.Chat;

/// <summary>A request that is understood.</summary>
/// <param name="Model">The model, as it was asked for.</param>
/// <param name="Messages">A JSON array of messages, as chat templates read them.</param>
/// <param name="Options">How the answer is generated.</param>
internal sealed record ChatCall(string Model, string Messages, GenerationOptions Options)
{
    /// <summary>Whether the answer comes part by part.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether a stream ends with its usage.</summary>
    public bool IncludeUsage { get; init; }
}
