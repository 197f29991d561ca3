using System.Text.Json;

namespace Argus.Operator.Planning;

/// <summary>The content of a child.</summary>
/// <param name="Body">Without the status, and with no more of metadata.managedFields than ours.</param>
/// <param name="Owned">What our manager owns of it by server-side apply; null where it owns nothing.</param>
internal sealed record ChildBody(JsonElement Body, JsonElement? Owned);
