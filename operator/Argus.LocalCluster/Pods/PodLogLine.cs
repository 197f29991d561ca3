namespace Argus.LocalCluster.Pods;

/// <summary>One line of output, without its end.</summary>
internal readonly record struct PodLogLine(DateTimeOffset Time, ReadOnlyMemory<byte> Text);
