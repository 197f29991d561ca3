namespace Argus.Testing.Messaging;

/// <summary>A message as kcat shows it.</summary>
/// <param name="Headers">name=value; values must hold no comma.</param>
public sealed record KcatMessage(string Key, IReadOnlyList<string> Headers, string Body);
