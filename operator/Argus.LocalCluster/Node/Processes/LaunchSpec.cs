namespace Argus.LocalCluster.Node.Processes;

/// <summary>What to start.</summary>
/// <param name="RunDirectory">A new folder for this run of the container.</param>
/// <param name="Command">Program and arguments.</param>
/// <param name="Environment">All variables: nothing is inherited.</param>
/// <param name="WorkingDirectory">An existing folder.</param>
internal sealed record LaunchSpec(string RunDirectory, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, string WorkingDirectory);
