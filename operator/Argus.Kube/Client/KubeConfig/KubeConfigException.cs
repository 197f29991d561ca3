namespace Argus.Kube.Client.KubeConfig;

/// <summary>There is no usable configuration; the message says what to do.</summary>
public sealed class KubeConfigException(string message, Exception? inner = null) : Exception(message, inner);
