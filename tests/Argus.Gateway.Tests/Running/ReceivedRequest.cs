namespace Argus.Gateway.Tests.Running;

/// <summary>A request as a pod got it.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body);
