using Microsoft.AspNetCore.Http;

namespace Argus.Jobs.Tests.Fakes;

/// <summary>One request to <see cref="FakePlatform"/>.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">With its query.</param>
/// <param name="Media">Number of the picture.</param>
/// <param name="Body">As text.</param>
/// <param name="Headers">A copy.</param>
internal sealed record FakeCall(string Method, string Path, long Media, string Body, IHeaderDictionary Headers);
