namespace Argus.LocalCluster.Schema;

/// <summary>Why the server refuses a request: the parts of a Status answer.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Reason">Status reason; empty where the server gives none.</param>
/// <param name="Message">Status message, without the name of the object.</param>
/// <param name="Causes">details.causes; null where the answer has none.</param>
public sealed record ApiFault(int Code, string Reason, string Message, IReadOnlyList<FieldCause>? Causes = null)
{
    public static ApiFault BadRequest(string message) => new(400, "BadRequest", message);

    /// <summary>The 422 answer for an object that breaks its schema or its rules.</summary>
    /// <param name="kindAndGroup">Kind, and a dot and the group where it has one: <c>Deployment.apps</c>, <c>Pod</c>.</param>
    public static ApiFault Invalid(string kindAndGroup, string name, IReadOnlyList<FieldCause> causes)
    {
        // the server names equal causes once in the message, but lists each
        IReadOnlyList<string> lines = [.. causes.Select(cause => $"{cause.Field}: {cause.Message}").Distinct()];
        string text = lines.Count == 1 ? lines[0] : $"[{string.Join(", ", lines)}]";
        return new ApiFault(422, "Invalid", $"{kindAndGroup} {Schema.Causes.Quoted(name)} is invalid: {text}", causes);
    }

    /// <summary>The 422 answer for a patch whose result cannot be read, or has unknown fields where they are not allowed.</summary>
    public static ApiFault Unreadable(System.Text.Json.Nodes.JsonObject patched, string problem) =>
        Invalid("", "", [Schema.Causes.Invalid("patch", patched.ToJsonString(), problem)]);

    /// <summary>A 500 without a reason, which the server gives for some bad patches too.</summary>
    public static ApiFault Internal(string message) => new(500, "", message);
}
