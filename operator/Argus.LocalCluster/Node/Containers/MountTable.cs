using System.Text;

namespace Argus.LocalCluster.Node.Containers;

/// <summary>
/// Where the paths of a container really are. A process here sees the machine's own file system and not one of its own;
/// in its place the mount paths are rewritten wherever they stand in its arguments and variables.
/// </summary>
internal sealed class MountTable
{
    private readonly (string Path, string Real)[] _mounts;

    /// <param name="mounts">Mount path and real path; the longest path counts where several fit.</param>
    public MountTable(IEnumerable<(string Path, string Real)> mounts) =>
        _mounts = [.. mounts
            .Select(mount => (mount.Path.Length > 1 ? mount.Path.TrimEnd('/') : mount.Path, mount.Real))
            .Where(mount => mount.Item1.Length > 1)
            .OrderByDescending(mount => mount.Item1.Length)];

    /// <summary>The text with every mount path replaced; a path that only begins alike, such as <c>/models-old</c> for <c>/models</c>, stays.</summary>
    public string Rewrite(string text)
    {
        StringBuilder? result = null;
        int kept = 0;
        for (int at = text.IndexOf('/'); at >= 0; at = text.IndexOf('/', at + 1))
        {
            if ((at > 0 && IsPathCharacter(text[at - 1])) || Find(text, at) is not { } mount)
                continue;
            result ??= new StringBuilder();
            result.Append(text, kept, at - kept).Append(mount.Real);
            kept = at + mount.Path.Length;
            at = kept - 1;
        }

        return result is null ? text : result.Append(text, kept, text.Length - kept).ToString();
    }

    /// <summary>The real path of one path; null when it lies below no mount.</summary>
    public string? Map(string path) => Find(path, 0) is { } mount ? mount.Real + path[mount.Path.Length..] : null;

    private (string Path, string Real)? Find(string text, int at)
    {
        foreach (var mount in _mounts)
        {
            int end = at + mount.Path.Length;
            if (string.CompareOrdinal(text, at, mount.Path, 0, mount.Path.Length) == 0
                && (end == text.Length || text[end] == '/' || !IsPathCharacter(text[end])))
                return mount;
        }

        return null;
    }

    private static bool IsPathCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '~' or '+';
}
