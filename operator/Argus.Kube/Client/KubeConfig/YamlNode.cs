using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Argus.Kube.Client.KubeConfig;

/// <summary>A mapping of a kubeconfig, with the file it is in.</summary>
internal sealed class YamlNode(string path, YamlMappingNode node)
{
    /// <summary>The folder that relative paths begin in.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(path))!;

    public static YamlNode Load(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(reader);
            if (stream.Documents.Count == 0)
                return new YamlNode(path, []);
            return stream.Documents[0].RootNode is YamlMappingNode root
                ? new YamlNode(path, root)
                : throw new KubeConfigException($"{path}: not a kubeconfig, a mapping is expected.");
        }
        catch (YamlException error)
        {
            throw new KubeConfigException($"{path}: line {error.Start.Line}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Null where it is missing or empty.</summary>
    public string? Text(string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlScalarNode { Value: { Length: > 0 } text } scalar
        && !(scalar.Style == ScalarStyle.Plain && text is "null" or "~") ? text : null;

    public bool Flag(string key) => Text(key) is "true" or "True" or "TRUE";

    public YamlNode? Map(string key) => node.Children.TryGetValue(key, out var value) && value is YamlMappingNode map ? new YamlNode(path, map) : null;

    public IEnumerable<YamlNode> Maps(string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlSequenceNode list
            ? list.OfType<YamlMappingNode>().Select(m => new YamlNode(path, m)) : [];

    public IReadOnlyList<string> Texts(string key) =>
        node.Children.TryGetValue(key, out var value) && value is YamlSequenceNode list
            ? [.. list.OfType<YamlScalarNode>().Select(s => s.Value ?? "")] : [];

    /// <summary>A path in the file, which is relative to the file's folder.</summary>
    public string? FilePath(string key) => Text(key) is { } file ? Path.GetFullPath(Path.Combine(Folder, file)) : null;

    /// <summary>What is in <c>key-data</c> in base64, or in the file that <c>key</c> names.</summary>
    public string? Content(string key)
    {
        try
        {
            if (Text(key + "-data") is { } data)
                return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(data));
            return FilePath(key) is { } file ? File.ReadAllText(file) : null;
        }
        catch (FormatException error)
        {
            throw new KubeConfigException($"{path}: {key}-data is not base64.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{path}: {key}: {error.Message}", error);
        }
    }
}
