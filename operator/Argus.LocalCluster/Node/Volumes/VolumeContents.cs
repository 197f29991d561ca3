using System.Text;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Containers;

namespace Argus.LocalCluster.Node.Volumes;

/// <summary>Which files volumes from the API have.</summary>
internal sealed class VolumeContents(DownwardFields fields, ObjectLookup objects, string? token)
{
    private const int DefaultMode = 0b110_100_100;

    /// <summary>Null for a volume that is a plain folder.</summary>
    /// <exception cref="ConfigException">Something that is not optional is missing.</exception>
    public List<VolumeFile>? Of(V1Volume volume, V1Container any)
    {
        if (volume.ConfigMap is { } map)
            return Files(ConfigFiles.Bytes(objects.ConfigMap(map.Name ?? "")), $"configmap \"{map.Name}\"", map.Items, map.Optional, map.DefaultMode);
        if (volume.Secret is { } secret)
            return Files(ConfigFiles.Bytes(objects.Secret(secret.SecretName ?? "")), $"secret \"{secret.SecretName}\"", secret.Items, secret.Optional, secret.DefaultMode);
        if (volume.DownwardAPI is { } downward)
            return Downward(downward.Items, downward.DefaultMode, any);
        return volume.Projected is { } projected
            ? [.. (projected.Sources ?? []).SelectMany(source => Projection(source, projected.DefaultMode, any)).GroupBy(file => file.Path).Select(same => same.Last())]
            : null;
    }

    private List<VolumeFile> Projection(V1VolumeProjection source, int? mode, V1Container any)
    {
        if (source.ConfigMap is { } map)
            return Files(ConfigFiles.Bytes(objects.ConfigMap(map.Name ?? "")), $"configmap \"{map.Name}\"", map.Items, map.Optional, mode);
        if (source.Secret is { } secret)
            return Files(ConfigFiles.Bytes(objects.Secret(secret.Name ?? "")), $"secret \"{secret.Name}\"", secret.Items, secret.Optional, mode);
        if (source.DownwardAPI is { } downward)
            return Downward(downward.Items, mode, any);
        return source.ServiceAccountToken is { } wanted && token is not null
            ? [new VolumeFile(wanted.Path, Encoding.UTF8.GetBytes(token), UnixFileMode.UserRead | UnixFileMode.UserWrite)]
            : [];
    }

    private List<VolumeFile> Downward(IReadOnlyList<V1DownwardApiVolumeFile>? items, int? mode, V1Container any) =>
        [.. (items ?? []).Select(item => new VolumeFile(
            item.Path,
            Encoding.UTF8.GetBytes(item.FieldRef is { } field ? fields.Field(field.FieldPath) : item.ResourceFieldRef is { } resource ? fields.Resource(resource, any) : ""),
            Mode(item.Mode ?? mode)))];

    private static List<VolumeFile> Files(Dictionary<string, byte[]>? content, string what, IReadOnlyList<V1KeyToPath>? items, bool? optional, int? mode)
    {
        if (content is null)
            return optional == true ? [] : throw new ConfigException($"{what} not found");
        if (items is null or { Count: 0 })
            return [.. content.Select(pair => new VolumeFile(pair.Key, pair.Value, Mode(mode)))];
        var files = new List<VolumeFile>();
        foreach (var item in items)
        {
            if (content.TryGetValue(item.Key, out byte[]? bytes))
                files.Add(new VolumeFile(item.Path, bytes, Mode(item.Mode ?? mode)));
            else if (optional != true)
                throw new ConfigException($"{what} references non-existent config key: {item.Key}");
        }

        return files;
    }

    private static UnixFileMode Mode(int? mode) => (UnixFileMode)((mode ?? DefaultMode) & 0x1FF);
}
