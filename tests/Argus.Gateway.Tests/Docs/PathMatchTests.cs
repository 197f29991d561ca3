using Argus.Gateway.Docs;
using Argus.Gateway.Routing;

namespace Argus.Gateway.Tests.Docs;

public sealed class PathMatchTests
{
    [Theory]
    [InlineData("/detect", "/detect", "/detect")]
    [InlineData("/detect", "/embed", null)]
    [InlineData("/detect", "/detect/more", null)]
    [InlineData("/entity/", "/entity/", "/entity/")]
    [InlineData("/entity/", "/entity", null)]
    [InlineData("/v2/models/detector", "/v2/models/{model}", "/v2/models/detector")]
    [InlineData("/v2/models/detector/*", "/v2/models/{model}", null)]
    [InlineData("/v2/models/detector/*", "/v2/models/{model}/infer", "/v2/models/detector/infer")]
    [InlineData("/v2/models/detector/*", "/v2/models/{model}/versions/{version}/ready", "/v2/models/detector/versions/{version}/ready")]
    [InlineData("/v2/models/detector/*", "/v2/health/ready", null)]
    public void Of_RouteAndTemplate_IsWhatCallersWrite(string route, string template, string? path) =>
        Assert.Equal(path, PathMatch.Of(new OfferedPath(route), template)?.Path);

    [Fact]
    public void Of_ParameterThatTheRouteSays_IsBound() =>
        Assert.Equal(["model"], PathMatch.Of(new OfferedPath("/v2/models/detector/*"), "/v2/models/{model}/versions/{version}")!.Bound);
}
