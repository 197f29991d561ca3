namespace Argus.LocalCluster.Pods;

/// <summary>Which output.</summary>
/// <param name="Namespace">Of the Pod.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Uid">Its uid, so that a namesake's output is not given.</param>
/// <param name="Container">Which of its containers.</param>
/// <param name="Previous">The run before the last restart.</param>
/// <param name="Follow">What comes later too.</param>
internal sealed record PodLogQuery(string Namespace, string Pod, string Uid, string Container, bool Previous, bool Follow);
