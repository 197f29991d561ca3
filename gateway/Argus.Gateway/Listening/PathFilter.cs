namespace Argus.Gateway.Listening;

/// <summary>Which paths a listener takes.</summary>
/// <param name="paths">One that ends in <c>/*</c> stands for all that begins like it.</param>
internal sealed class PathFilter(params IReadOnlyList<string> paths)
{
    /// <summary>The paths.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Whether it takes a path.</summary>
    public bool Takes(string path)
    {
        foreach (string taken in paths)
        {
            if (taken.EndsWith("/*", StringComparison.Ordinal) ? path.StartsWith(taken[..^1], StringComparison.Ordinal) : path == taken)
                return true;
        }

        return false;
    }
}
