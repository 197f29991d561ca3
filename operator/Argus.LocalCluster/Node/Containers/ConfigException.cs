namespace Argus.LocalCluster.Node.Containers;

/// <summary>A container or volume refers to something that is not there; the message says to what.</summary>
internal sealed class ConfigException(string message) : Exception(message);
