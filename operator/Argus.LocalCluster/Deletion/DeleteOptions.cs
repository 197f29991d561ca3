using System.Text.Json.Nodes;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Deletion;

/// <summary>How something is to be deleted: from the query and the body of a DELETE.</summary>
/// <param name="DryRun">Do all but delete.</param>
/// <param name="GraceSeconds">Time for a Pod to end; null for its own.</param>
/// <param name="Uid">The uid that the object must have, or null.</param>
/// <param name="ResourceVersion">The version that the object must have, or null.</param>
/// <param name="Propagation">Foreground, Background, Orphan, or null for the default of the kind.</param>
internal sealed record DeleteOptions(bool DryRun, long? GraceSeconds, string? Uid, string? ResourceVersion, string? Propagation)
{
    public static DeleteOptions Background { get; } = new(false, null, null, null, "Background");

    /// <summary>Reads the options; the body counts where there is one.</summary>
    public static StatusFault? Read(IQueryCollection query, RequestBody body, out DeleteOptions options)
    {
        options = Background;
        var json = new JsonObject();
        if (body.Bytes.Length > 0)
        {
            if (body.MediaType == "application/yaml" && !body.StartsAsJson())
                json = YamlDocument.Read(System.Text.Encoding.UTF8.GetString(body.Bytes), out _) as JsonObject ?? json;
            else if (body.GoodJson(out var node, out _) is { } error)
                return StatusFault.BadRequest($"couldn't get version/kind; json parse error: {error}");
            else
                json = node as JsonObject ?? json;
        }
        string[] dryRun = [.. query["dryRun"].Where(v => !string.IsNullOrEmpty(v))!, .. json.Strings("dryRun")];
        string? propagation = json.Text("propagationPolicy") ?? (query["propagationPolicy"].ToString() is { Length: > 0 } asked ? asked : null);
        bool? orphan = json["orphanDependents"]?.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.True => true,
            System.Text.Json.JsonValueKind.False => false,
            _ => query["orphanDependents"].ToString() switch { "true" => true, "false" => false, _ => null },
        };
        if (dryRun.Any(v => v != "All"))
            return StatusFault.InvalidOptions("DeleteOptions", WriteOptions.UnsupportedDryRun(dryRun));
        if (Check(propagation, orphan) is { } cause)
            return StatusFault.InvalidOptions("DeleteOptions", cause);
        long? grace = json.Integer("gracePeriodSeconds") ?? (long.TryParse(query["gracePeriodSeconds"], out long seconds) ? seconds : null);
        var preconditions = json["preconditions"] as JsonObject;
        // Less than none is taken as one second.
        options = new DeleteOptions(dryRun.Length > 0, grace < 0 ? 1 : grace, preconditions?.Text("uid"), preconditions?.Text("resourceVersion"),
            propagation ?? (orphan switch { true => "Orphan", false => "Background", null => null }));
        return null;
    }

    private static FieldCause? Check(string? propagation, bool? orphan)
    {
        if (propagation is not null && orphan is not null)
            return new FieldCause("FieldValueInvalid", $"Invalid value: \"{propagation}\": orphanDependents and deletionPropagation cannot be both set", "propagationPolicy");
        return propagation is null or "Foreground" or "Background" or "Orphan" ? null
            : new FieldCause("FieldValueNotSupported", $"Unsupported value: \"{propagation}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"", "propagationPolicy");
    }
}
