using System.Text;
using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Node.Containers;

/// <summary>Contents of ConfigMaps and Secrets by key.</summary>
internal static class ConfigFiles
{
    public static Dictionary<string, byte[]>? Bytes(V1ConfigMap? map)
    {
        if (map is null)
            return null;
        var files = (map.Data ?? new Dictionary<string, string>()).ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetBytes(pair.Value));
        foreach (var (key, value) in map.BinaryData ?? new Dictionary<string, string>())
            files[key] = Convert.FromBase64String(value);
        return files;
    }

    public static Dictionary<string, byte[]>? Bytes(V1Secret? secret) =>
        secret is null ? null : (secret.Data ?? new Dictionary<string, string>()).ToDictionary(pair => pair.Key, pair => Convert.FromBase64String(pair.Value));

    /// <summary>Without what a ConfigMap holds in binary.</summary>
    public static Dictionary<string, string>? Texts(V1ConfigMap? map) => map is null ? null : (map.Data ?? new Dictionary<string, string>()).ToDictionary();

    public static Dictionary<string, string>? Texts(V1Secret? secret) =>
        Bytes(secret)?.ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetString(pair.Value));
}
