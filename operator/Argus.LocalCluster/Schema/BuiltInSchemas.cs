using System.Collections.Frozen;
using Argus.LocalCluster.Schema.BuiltIn;

namespace Argus.LocalCluster.Schema;

/// <summary>The schemas of the built-in kinds.</summary>
public static class BuiltInSchemas
{
    private static readonly IReadOnlyList<TypePackage> Packages = TypePackage.LoadAll();
    private static readonly TypeCompiler Compiler = new(Packages);

    private static readonly FrozenDictionary<(string GroupVersion, string Kind), StructuralSchema> Schemas = Compile();

    /// <summary>Metadata as every object has it.</summary>
    internal static SchemaNode ObjectMeta { get; } = Compiler.Type(Packages.Single(package => package.GroupVersion == "-"), "ObjectMeta");

    /// <summary>Group (empty for the core group), version and kind of every built-in kind.</summary>
    public static IEnumerable<(string Group, string Version, string Kind)> Kinds => Schemas.Keys.Select(key =>
    {
        string[] parts = key.GroupVersion.Split('/');
        return parts.Length == 1 ? ("", parts[0], key.Kind) : (parts[0], parts[1], key.Kind);
    });

    /// <summary>The schema of a built-in kind; null where it is none.</summary>
    public static StructuralSchema? Find(string group, string version, string kind) =>
        Schemas.GetValueOrDefault((group.Length == 0 ? version : $"{group}/{version}", kind));

    private static FrozenDictionary<(string GroupVersion, string Kind), StructuralSchema> Compile()
    {
        Dictionary<(string, string), StructuralSchema> schemas = [];
        foreach (TypePackage package in Packages)
        {
            foreach ((TypeLine heading, _) in package.Types.Values.Where(type => type.Heading.Type == "kind"))
            {
                SchemaNode root = Compiler.Type(package, heading.Name);
                schemas[(package.GroupVersion, heading.Name)] = new StructuralSchema(root, isCustom: false, root.Properties.ContainsKey("status"));
            }
        }

        return schemas.ToFrozenDictionary();
    }
}
