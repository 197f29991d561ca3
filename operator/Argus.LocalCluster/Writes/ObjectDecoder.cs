using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Writes;

/// <summary>Holds a body against the kind that it should be, and drops what the kind does not know.</summary>
internal static class ObjectDecoder
{
    /// <summary>Checks and prunes a body in place.</summary>
    /// <param name="target">Where unknown fields are told as warnings, or refused where they must not be.</param>
    /// <param name="body">The object.</param>
    /// <param name="duplicates">Keys that came twice.</param>
    public static StatusFault? Decode(WriteTarget target, JsonObject body, IReadOnlyList<string> duplicates)
    {
        var resource = target.Resource;
        if (CheckType(target, body) is { } wrong)
            return wrong;
        if ((ObjectMetaValidation.Unreadable(body, resource.Custom) ?? (resource.Custom ? null : DecodeCheck.Run(resource.Schema, body))) is { } unreadable)
            return StatusFault.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {unreadable}");
        body["metadata"] ??= new JsonObject();
        string[] unknown =
        [
            .. duplicates.Select(path => $"duplicate field \"{path}\""),
            .. resource.Schema.Prune(body).Select(path => $"unknown field \"{path}\""),
        ];
        if (unknown.Length == 0 || target.Options.FieldValidation == "Ignore")
            return null;
        if (target.Options.FieldValidation == "Strict")
            return StatusFault.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: strict decoding error: {string.Join(", ", unknown)}");
        target.Warnings.AddRange(unknown);
        return null;
    }

    private static StatusFault? CheckType(WriteTarget target, JsonObject body)
    {
        var resource = target.Resource;
        string kind = body.Text("kind") ?? "", apiVersion = body.Text("apiVersion") ?? "";
        if (resource.Custom)
        {
            if (apiVersion != resource.ApiVersion)
                return StatusFault.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({resource.ApiVersion})");
            return kind == resource.Kind ? null : StatusFault.Invalid(kind, resource.Group, body["metadata"].AsObjectOrNull()?.Text("name") ?? "",
                [new FieldCause("FieldValueInvalid", $"Invalid value: \"{kind}\": must be {resource.Kind}", "kind")]);
        }
        // Built-in kinds may leave out what the path says.
        if (kind.Length == 0 && apiVersion.Length == 0)
        {
            body["kind"] = resource.Kind;
            body["apiVersion"] = resource.ApiVersion;
            return null;
        }
        string version = apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (apiVersion != resource.ApiVersion)
            return StatusFault.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {resource.Kind}: no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"");
        return kind == resource.Kind ? null
            : StatusFault.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {resource.Kind}: converting ({version}.{kind}) to ({(resource.Group.Length == 0 ? "core" : resource.Group.Split('.')[0])}.{resource.Kind}): unknown conversion");
    }

    private static JsonObject? AsObjectOrNull(this JsonNode? node) => node as JsonObject;
}
