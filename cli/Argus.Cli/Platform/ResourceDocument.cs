using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Argus.Cli.Platform;

/// <summary>One resource of a file.</summary>
/// <param name="ApiVersion">Such as <c>argus.dev/v1alpha1</c>.</param>
/// <param name="Kind">Such as <c>ModelDeployment</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace, where it says one.</param>
/// <param name="Bytes">The resource as YAML, of which JSON is a part.</param>
internal sealed record ResourceDocument(string ApiVersion, string Kind, string Name, string? Namespace, byte[] Bytes)
{
    /// <summary>Reads every resource of a text.</summary>
    /// <exception cref="FormatException">A document is no resource.</exception>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static IReadOnlyList<ResourceDocument> ReadAll(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Where(d => d.RootNode is YamlMappingNode).Select(Read)];
    }

    private static ResourceDocument Read(YamlDocument document)
    {
        var root = (YamlMappingNode)document.RootNode;
        var metadata = root.Children.TryGetValue("metadata", out var there) ? there as YamlMappingNode : null;
        using var text = new StringWriter();
        new YamlStream(document).Save(text, assignAnchors: false);
        return new ResourceDocument(
            Text(root, "apiVersion") ?? throw new FormatException("a document has no apiVersion"),
            Text(root, "kind") ?? throw new FormatException("a document has no kind"),
            Text(metadata, "name") ?? throw new FormatException($"a {Text(root, "kind")} has no metadata.name"),
            Text(metadata, "namespace"),
            Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string? Text(YamlMappingNode? map, string key) => map is not null && map.Children.TryGetValue(key, out var value) ? (value as YamlScalarNode)?.Value : null;
}
