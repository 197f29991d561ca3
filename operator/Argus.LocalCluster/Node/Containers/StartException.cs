namespace Argus.LocalCluster.Node.Containers;

/// <summary>A container cannot start now.</summary>
/// <param name="reason">Such as <c>ErrImagePull</c>.</param>
/// <param name="message">What to do about it.</param>
internal sealed class StartException(string reason, string message) : Exception(message)
{
    /// <summary>One CamelCase word.</summary>
    public string Reason { get; } = reason;
}
