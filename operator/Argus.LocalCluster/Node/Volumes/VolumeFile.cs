namespace Argus.LocalCluster.Node.Volumes;

/// <summary>A file of a volume.</summary>
/// <param name="Path">Within the volume.</param>
/// <param name="Mode">Permissions.</param>
internal sealed record VolumeFile(string Path, byte[] Content, UnixFileMode Mode);
