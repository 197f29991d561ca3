namespace Argus.LocalCluster.Node.Pods;

/// <summary>Values as kubelets write them.</summary>
internal static class PodTexts
{
    /// <summary>Such as <c>40s</c> or <c>2m40s</c>.</summary>
    public static string Duration(TimeSpan duration) =>
        duration < TimeSpan.FromMinutes(1) ? $"{duration.TotalSeconds}s" : $"{(int)duration.TotalMinutes}m{duration.Seconds}s";
}
