using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Containers;

namespace Argus.LocalCluster.Node.Volumes;

/// <summary>The volumes of one pod as folders.</summary>
/// <param name="podDirectory">The pod's own folder.</param>
internal sealed class PodVolumes(NodeOptions options, V1Pod pod, string podDirectory, VolumeContents contents)
{
    /// <summary>Makes or refreshes all of them.</summary>
    /// <exception cref="ConfigException">One cannot be made; the message names it.</exception>
    public void Prepare()
    {
        foreach (var volume in pod.Spec?.Volumes ?? [])
        {
            try
            {
                string folder = FolderOf(volume);
                if (contents.Of(volume, pod.Spec!.Containers![0]) is { } files)
                    AtomicFolder.Write(folder, files);
                else
                    Create(volume, folder);
            }
            catch (Exception error) when (error is ConfigException or IOException or UnauthorizedAccessException or FormatException)
            {
                throw new ConfigException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : {error.Message}");
            }
        }
    }

    /// <summary>Where a container's mounts really are.</summary>
    /// <exception cref="ConfigException">A mount names no volume.</exception>
    public MountTable Mounts(V1Container container, IReadOnlyDictionary<string, string> variables, IEnumerable<(string Path, string Real)> more) =>
        new((container.VolumeMounts ?? []).Select(mount => (mount.MountPath, Real(mount, variables))).Concat(more));

    private string Real(V1VolumeMount mount, IReadOnlyDictionary<string, string> variables)
    {
        var volume = pod.Spec?.Volumes?.FirstOrDefault(volume => volume.Name == mount.Name)
            ?? throw new ConfigException($"the container mounts volume \"{mount.Name}\", which the pod does not have");
        string folder = FolderOf(volume);
        string? below = mount.SubPath ?? (mount.SubPathExpr is { } expression ? ContainerEnvironment.Expand(expression, variables) : null);
        if (below is not { Length: > 0 })
            return folder;
        string path = Path.GetFullPath(Path.Combine(folder, below));
        if (!path.StartsWith(folder + "/", StringComparison.Ordinal))
            throw new ConfigException($"subPath \"{below}\" of volume \"{mount.Name}\" leaves the volume");
        if (!Path.Exists(path))
            Directory.CreateDirectory(path);
        return path;
    }

    private string FolderOf(V1Volume volume)
    {
        if (volume.HostPath is { } host)
            return HostPath(host.Path);
        if (volume.PersistentVolumeClaim is { } claim)
            return Path.Combine(options.DataDirectory, "claims", pod.Metadata.Namespace!, claim.ClaimName);
        return Path.Combine(podDirectory, "volumes", volume.Name);
    }

    private string HostPath(string path)
    {
        string full = Path.GetFullPath(path);
        bool allowed = options.AllowedHostPaths.Any(root => full == root.TrimEnd('/') || full.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal));
        return allowed ? full : Path.Combine(options.DataDirectory, "hostpath") + (full == "/" ? "" : full);
    }

    private static void Create(V1Volume volume, string folder)
    {
        string type = volume.HostPath?.Type ?? "";
        bool isFolder = Directory.Exists(folder), isFile = File.Exists(folder);
        if (type is "File" or "Socket" or "CharDevice" or "BlockDevice")
        {
            if (!isFile)
                throw new ConfigException($"hostPath type check failed: {volume.HostPath!.Path} is not a file");
        }
        else if (type == "FileOrCreate")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            File.Open(folder, FileMode.OpenOrCreate).Dispose();
        }
        else if (!isFile)
        {
            if (!isFolder && type == "Directory")
                throw new ConfigException($"hostPath type check failed: {volume.HostPath!.Path} is not a directory");
            Directory.CreateDirectory(folder);
        }
    }
}
