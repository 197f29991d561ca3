namespace Argus.Cli.Tests.Remote;

/// <summary>What a <see cref="FakeServer"/> was asked.</summary>
/// <param name="Path">With its query.</param>
/// <param name="Headers">By name.</param>
internal sealed record FakeRequest(string Path, IReadOnlyDictionary<string, string> Headers);
