namespace Argus.Kube.Tests.Servers;

/// <summary>A request as a test server got it.</summary>
internal sealed record ReceivedRequest(string Method, string Path, string ContentType, string Authorization, string UserAgent, byte[] Body);
