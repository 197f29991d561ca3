using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Http;

/// <summary>Why a request was not done: becomes a Status body, or plain text where <see cref="Plain"/>.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Reason">CamelCase, or null where the server gives none.</param>
/// <param name="Message">For a person.</param>
internal sealed record StatusFault(int Code, string? Reason, string Message)
{
    /// <summary>The <c>details</c> of the Status.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>Token with which an expired list can be gone on with.</summary>
    public string? Continue { get; init; }

    /// <summary>True for text/plain.</summary>
    public bool Plain { get; init; }

    /// <summary>Fields that were not known, told in Warning headers.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static StatusFault NoSuchPath { get; } = new(404, null, "404 page not found\n") { Plain = true };

    public static StatusFault NoSuchResource { get; } = new(404, "NotFound", "the server could not find the requested resource") { Details = [] };

    public static StatusFault Unauthorized { get; } = new(401, "Unauthorized", "Unauthorized");

    public static StatusFault MethodNotAllowed { get; } =
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { Details = [] };

    public static StatusFault BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusFault Internal(string message) => new(500, null, message);

    public static StatusFault NotFound(ApiResource resource, string name) =>
        new(404, "NotFound", $"{resource.QualifiedPlural} \"{name}\" not found") { Details = DetailsOf(name, resource) };

    public static StatusFault AlreadyExists(ApiResource resource, string name, bool deleting) =>
        new(409, "AlreadyExists", $"{(deleting ? "object is being deleted: " : "")}{resource.QualifiedPlural} \"{name}\" already exists") { Details = DetailsOf(name, resource) };

    public static StatusFault Conflict(ApiResource resource, string name, string? why = null) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource.QualifiedPlural} \"{name}\": {why ?? "the object has been modified; please apply your changes to the latest version and try again"}")
        {
            Details = DetailsOf(name, resource),
        };

    public static StatusFault Forbidden(ApiResource resource, string name, string why, JsonArray? causes = null)
    {
        var details = DetailsOf(name, resource);
        if (causes is not null)
            details["causes"] = causes;
        return new StatusFault(403, "Forbidden", $"{resource.QualifiedPlural} \"{name}\" is forbidden: {why}") { Details = details };
    }

    public static StatusFault NotAllowed(string verb, ApiResource resource) =>
        new(405, "MethodNotAllowed", $"{verb} is not supported on resources of kind \"{resource.QualifiedPlural}\"") { Details = DetailsOf("", resource) };

    /// <summary>422 for the object itself.</summary>
    public static StatusFault Invalid(ApiResource resource, string name, IReadOnlyList<FieldCause> causes) => Invalid(resource.Kind, resource.StorageGroup, name, causes);

    /// <summary>422, all causes at once.</summary>
    /// <param name="kind">For the details.</param>
    /// <param name="group">For the details.</param>
    /// <param name="name">Of the object.</param>
    /// <param name="causes">At least one.</param>
    /// <param name="subject">What the message calls the kind; kind and group where it is not given.</param>
    public static StatusFault Invalid(string kind, string group, string name, IReadOnlyList<FieldCause> causes, string? subject = null)
    {
        // The server leaves out what it has said already.
        var texts = causes.Select(c => $"{c.Field}: {c.Message}").Distinct().ToArray();
        string all = texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (group.Length > 0)
            details["group"] = group;
        if (kind.Length > 0)
            details["kind"] = kind;
        details["causes"] = CausesOf(causes);
        return new StatusFault(422, "Invalid", $"{subject ?? (group.Length == 0 ? kind : $"{kind}.{group}")} \"{name}\" is invalid: {all}") { Details = details };
    }

    /// <summary>422 for the parameters of a request.</summary>
    public static StatusFault InvalidOptions(string kind, params FieldCause[] causes) => Invalid(kind, "meta.k8s.io", "", causes);

    /// <summary>What the pure parts say of a patch.</summary>
    public static StatusFault From(ApiFault fault) => new(fault.Code, fault.Reason.Length == 0 ? null : fault.Reason, fault.Message)
    {
        Details = fault.Causes is { Count: > 0 } causes ? new JsonObject { ["causes"] = CausesOf(causes) } : fault.Code == 422 ? [] : null,
    };

    public static StatusFault TooLargeVersion(long asked, long current) =>
        new(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {current}")
        {
            Details = new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
                ["retryAfterSeconds"] = 1,
            },
        };

    /// <summary>The Status body.</summary>
    public JsonObject ToStatus()
    {
        var metadata = new JsonObject();
        if (Continue is not null)
            metadata["continue"] = Continue;
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = metadata, ["status"] = "Failure", ["message"] = Message };
        if (Reason is not null)
            status["reason"] = Reason;
        if (Details is not null)
            status["details"] = Details.DeepClone();
        status["code"] = Code;
        return status;
    }

    private static JsonObject DetailsOf(string name, ApiResource resource)
    {
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (resource.Group.Length > 0)
            details["group"] = resource.Group;
        details["kind"] = resource.Plural;
        return details;
    }

    private static JsonArray CausesOf(IEnumerable<FieldCause> causes) =>
        [.. causes.Select(c => new JsonObject { ["reason"] = c.Reason, ["message"] = c.Message, ["field"] = c.Field })];
}
