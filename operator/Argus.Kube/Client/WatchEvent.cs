namespace Argus.Kube.Client;

/// <summary>One line of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object; null for a bookmark.</param>
/// <param name="ResourceVersion">The version from which to go on after this event.</param>
public readonly record struct WatchEvent<T>(WatchEventType Type, T? Object, string ResourceVersion);
