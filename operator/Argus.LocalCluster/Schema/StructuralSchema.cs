using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>The compiled schema of one kind: prunes, fills in defaults, validates.</summary>
public sealed class StructuralSchema
{
    internal StructuralSchema(SchemaNode root, bool isCustom, bool hasStatus)
    {
        Root = root;
        IsCustom = isCustom;
        HasStatus = hasStatus;
    }

    public SchemaNode Root { get; }

    /// <summary>The kind comes from a definition; it is no built-in one.</summary>
    public bool IsCustom { get; }

    /// <summary>Status is written through its own subresource, and only there.</summary>
    public bool HasStatus { get; }

    /// <summary>Compiles the schema of one version of a definition.</summary>
    /// <param name="openApiV3Schema">The schema's JSON; it is kept, so it must not change later.</param>
    /// <param name="statusSubresource">Whether the version declares the status subresource.</param>
    public static StructuralSchema Compile(JsonObject openApiV3Schema, bool statusSubresource = false)
    {
        SchemaNode root = SchemaCompiler.Compile(openApiV3Schema, isRoot: true);
        return new StructuralSchema(root, isCustom: true, statusSubresource);
    }

    /// <summary>Removes undeclared fields and returns their paths, in order.</summary>
    public IReadOnlyList<string> Prune(JsonObject o) => Pruning.Run(Root, o);

    /// <summary>Fills in defaults, and drops nulls that the schema does not allow.</summary>
    public void ApplyDefaults(JsonObject o) => Defaulting.Run(Root, o);

    /// <summary>What the schema refuses in an object. Errors in values that an update leaves as they were are not reported.</summary>
    /// <param name="o">The object.</param>
    /// <param name="old">Its former state; null on create.</param>
    /// <param name="found">Causes found elsewhere (in metadata, say); they decide with the others whether rules are run.</param>
    /// <param name="subresource">A custom resource's status request is held to the schema of its status alone.</param>
    public IReadOnlyList<FieldCause> Validate(
        JsonObject o, JsonObject? old, IReadOnlyList<FieldCause>? found = null, string? subresource = null)
    {
        if (subresource != "status" || !IsCustom)
            return SchemaValidator.Run(Root, o, old, found ?? []);
        return o["status"] is { } status && Root.Child("status") is { } node
            ? SchemaValidator.Run(node, status, old?["status"], found ?? [], "status", Root.HasRules)
            : [];
    }

    /// <summary>The node at a path such as <c>.spec.scaling.min</c> or <c>spec.ports[].port</c>; null where nothing is declared.</summary>
    public SchemaNode? Find(string path)
    {
        SchemaNode? node = Root;
        foreach (string step in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            int bracket = step.IndexOf('[', StringComparison.Ordinal);
            node = node?.Child(bracket < 0 ? step : step[..bracket]);
            if (bracket >= 0)
                node = node?.Items;
        }

        return node;
    }
}
