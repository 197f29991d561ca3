using Argus.Gateway.Listening;

namespace Argus.Gateway.Tests.Listening;

public sealed class DocumentedPortTests
{
    [Theory]
    [InlineData(5001, "/detect", true)]
    [InlineData(5001, "/embed", false)]
    [InlineData(5002, "/embed/batch", true)]
    [InlineData(8000, "/v1/chat/completions", true)]
    [InlineData(8000, "/entity/", true)]
    [InlineData(8000, "/entity/5/file", true)]
    [InlineData(8000, "/v1/models", true)]
    [InlineData(8000, "/v1", false)]
    [InlineData(8001, "/job/image_embedding", true)]
    [InlineData(8100, "/extract-embedding", true)]
    [InlineData(8100, "/extract-embedding/", false)]
    [InlineData(3000, "/api/score", true)]
    [InlineData(3000, "/detect", false)]
    public void Takes_Path_AsItsDocumentSays(int port, string path, bool taken) => Assert.Equal(taken, DocumentedPorts.All[port].Takes(path));

    [Fact]
    public void All_HaveHealth() => Assert.All(DocumentedPorts.All.Values, filter => Assert.True(filter.Takes("/health")));
}
