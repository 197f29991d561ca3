using System.Text.Json;

namespace Argus.LocalCluster.Tables;

/// <summary>One column of <c>kubectl get</c>.</summary>
/// <param name="Name">Heading.</param>
/// <param name="Type">string, integer, number, boolean or date.</param>
/// <param name="Priority">0 for always, above for <c>-o wide</c>.</param>
/// <param name="Cell">The value: text, a whole number, a number, a truth value, or null.</param>
internal sealed record TableColumn(string Name, string Type, int Priority, Func<JsonElement, DateTimeOffset, object?> Cell)
{
    public string Format { get; init; } = "";

    public string Description { get; init; } = "";
}
