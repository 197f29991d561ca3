using Argus.LocalCluster.Node.Containers;

namespace Argus.LocalCluster.Tests.Node;

public class MountTableTests
{
    private static readonly MountTable Table = new([("/models", "/data/m"), ("/models/packs", "/data/p"), ("/etc/argus/", "/data/e"), ("/", "/never")]);

    [Theory]
    [InlineData("/models", "/data/m")]
    [InlineData("/models/", "/data/m/")]
    [InlineData("/models/a.onnx", "/data/m/a.onnx")]
    [InlineData("/models/packs/x", "/data/p/x")]
    [InlineData("/models/packs-old/x", "/data/m/packs-old/x")]
    [InlineData("/models-old/a", "/models-old/a")]
    [InlineData("/old/models", "/old/models")]
    [InlineData("--dir=/models", "--dir=/data/m")]
    [InlineData("/models:/etc/argus:/usr", "/data/m:/data/e:/usr")]
    [InlineData("http://host/models", "http://host/models")]
    [InlineData("""{"path":"/etc/argus/a.json"}""", """{"path":"/data/e/a.json"}""")]
    [InlineData("no path", "no path")]
    [InlineData("./models", "./models")]
    [InlineData("file:///models/x", "file:///models/x")]
    public void Rewrite_Text_ReplacesWholePathsOnly(string text, string expected) => Assert.Equal(expected, Table.Rewrite(text));

    [Fact]
    public void Map_Path_IsRealOrNull()
    {
        Assert.Equal("/data/m/x", Table.Map("/models/x"));
        Assert.Null(Table.Map("/srv"));
    }
}
