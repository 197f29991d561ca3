using System.Text;
using Argus.ModelServer.Requests;

namespace Argus.ModelServer.Tests.Requests;

public sealed class JsonFieldsTests
{
    [Fact]
    public void Read_Object_FindsWantedFieldsWhereTheyLie()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"skip":{"image":[1,{"a":2}]}, "image":"QUJD","flag":true,"n":-1.5e2,"none":null,"list":["a",["b"],3],"o":{"image":1}}""");
        Dictionary<string, FormValue> fields = [];
        Assert.Null(JsonFields.Read(json, ["image", "flag", "n", "none", "list", "o"], 8, fields));
        Assert.Equal("QUJD", Encoding.UTF8.GetString(json, fields["image"].Start, fields["image"].Length));
        Assert.Equal(FormValueKind.True, fields["flag"].Kind);
        Assert.Equal("-1.5e2", Encoding.UTF8.GetString(json, fields["n"].Start, fields["n"].Length));
        Assert.Equal(FormValueKind.Null, fields["none"].Kind);
        Assert.Equal([FormValueKind.Text, FormValueKind.List, FormValueKind.Number], fields["list"].Items!.Select(i => i.Kind));
        Assert.Equal(FormValueKind.Object, fields["o"].Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("{\"image\":\"a")]
    [InlineData("{\"image\":\"a\"} x")]
    [InlineData("{\"image\":\"a\",}")]
    [InlineData("{'image':1}")]
    public void Read_NotAnObject_SaysSo(string json) =>
        Assert.NotNull(JsonFields.Read(Encoding.UTF8.GetBytes(json), ["image"], 8, []));

    [Fact]
    public void Read_DeepNesting_IsRefused() =>
        Assert.NotNull(JsonFields.Read(Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 5000) + new string(']', 5000) + "}"), ["image"], 8, []));

    [Fact]
    public void Read_LongList_KeepsFewAndCountsAll()
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"images\":[" + string.Join(",", Enumerable.Repeat("1", 10_000)) + "]}");
        Dictionary<string, FormValue> fields = [];
        Assert.Null(JsonFields.Read(json, ["images"], 4, fields));
        Assert.Equal((4, 10_000), (fields["images"].Items!.Count, fields["images"].Count));
    }
}
