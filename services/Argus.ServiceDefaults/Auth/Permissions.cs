using System.Collections.Immutable;

namespace Argus.ServiceDefaults.Auth;

/// <summary>What a caller may use.</summary>
/// <param name="paths">Paths.</param>
/// <param name="deployments">ModelDeployments.</param>
public sealed class Permissions(ImmutableArray<PathRule> paths, ImmutableArray<DeploymentRule> deployments)
{
    /// <summary>Every path of every deployment.</summary>
    public static Permissions All { get; } = new([AllPaths], [default]);

    /// <summary>No path of no deployment.</summary>
    public static Permissions Nothing { get; } = new([], []);

    /// <summary>Those that are given; null stands for all.</summary>
    public static Permissions Of(ImmutableArray<PathRule>? paths, ImmutableArray<DeploymentRule>? deployments) => new(paths ?? [AllPaths], deployments ?? [default]);

    /// <summary>Whether no deployment is left out, whatever there will be.</summary>
    public bool CoversEveryDeployment { get; } = deployments.Contains(default);

    private static PathRule AllPaths => PathRule.TryParse("*", out var rule) ? rule : default;

    /// <summary>Whether a path is among them.</summary>
    public bool Covers(string path)
    {
        foreach (var rule in paths)
        {
            if (rule.Covers(path))
                return true;
        }

        return false;
    }

    /// <summary>Whether a deployment is among them.</summary>
    public bool Covers(string ns, string name)
    {
        foreach (var rule in deployments)
        {
            if (rule.Covers(ns, name))
                return true;
        }

        return false;
    }
}
