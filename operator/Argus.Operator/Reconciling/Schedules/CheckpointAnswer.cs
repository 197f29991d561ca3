using System.Text.Json;
using System.Text.RegularExpressions;
using Argus.Operator.Planning.Schedules;

namespace Argus.Operator.Reconciling.Schedules;

/// <summary>Reads models/current.json.</summary>
internal static partial class CheckpointAnswer
{
    /// <summary>The checkpoint that it names; null where it is none of a dataset store.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="from">Where it is: checkpoints lie beside it.</param>
    public static Checkpoint? Read(ReadOnlyMemory<byte> body, Uri from)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            string folder = json.RootElement.GetProperty("checkpoint").GetString() ?? "", sha256 = json.RootElement.GetProperty("centroids_sha256").GetString() ?? "";
            // It names folders from the root of the store, and lies one below.
            return Folder().IsMatch(folder) && Hash().IsMatch(sha256) ? new Checkpoint(folder, sha256, new Uri(from, $"../{folder}/centroids.json").AbsoluteUri) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    [GeneratedRegex("^models/checkpoints/[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")]
    private static partial Regex Folder();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hash();
}
