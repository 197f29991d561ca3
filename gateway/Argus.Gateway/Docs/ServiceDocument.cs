using System.Text.Json.Nodes;
using Argus.Gateway.Balancing;

namespace Argus.Gateway.Docs;

/// <summary>What was read of a deployment's document.</summary>
/// <param name="Content">The document, or null where there is none that can be joined. Never changes.</param>
/// <param name="Fault">Why there is none.</param>
/// <param name="Digest">Digest of the deployment when it was read.</param>
/// <param name="Pod">The pod that was asked.</param>
/// <param name="ReadAt">Timestamp of the question.</param>
internal sealed record ServiceDocument(JsonObject? Content, string? Fault, string? Digest, Destination? Pod, long ReadAt)
{
    /// <summary>Of a deployment that has not been asked.</summary>
    public static ServiceDocument None { get; } = new(null, "no pod answers", null, null, long.MinValue);
}
