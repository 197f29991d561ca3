using System.Text.Json.Nodes;
using Argus.Gateway.Docs;

namespace Argus.Gateway.Tests.Docs;

public sealed class ComponentPoolTests
{
    private readonly ComponentPool _pool = new();

    [Fact]
    public void Add_SameNameSameContent_IsOne()
    {
        Add("""{"A":{"type":"string"}}""");

        Assert.Equal("#/components/schemas/A", Add("""{"A":{"type":"string"}}""")("A"));
    }

    [Fact]
    public void Add_SameNameOtherContent_GetsANumber()
    {
        var first = Add("""{"A":{"type":"string"}}""");
        var second = Add("""{"A":{"type":"integer"}}""");
        var third = Add("""{"A":{"type":"boolean"}}""");
        var again = Add("""{"A":{"type":"integer"}}""");

        Assert.Equal(["A", "A_2", "A_3", "A_2"], new[] { first, second, third, again }.Select(f => f("A").Split('/')[^1]));
    }

    [Fact]
    public void Add_WhoRefersToOneWithANumber_GetsOneToo()
    {
        Add("""{"Face":{"type":"string"},"Faces":{"items":{"$ref":"#/components/schemas/Face"}},"Alone":{}}""");
        var second = Add("""{"Face":{"type":"integer"},"Faces":{"items":{"$ref":"#/components/schemas/Face"}},"Alone":{},"New":{"$ref":"#/components/schemas/Face"}}""");

        Assert.Equal(["Face_2", "Faces_2", "Alone", "New"], new[] { "Face", "Faces", "Alone", "New" }.Select(n => second(n).Split('/')[^1]));
        var used = _pool.Reachable(JsonNode.Parse("""{"$ref":"#/components/schemas/Faces_2"}""")!);
        Assert.Equal("""{"schemas":{"Face_2":{"type":"integer"},"Faces_2":{"items":{"$ref":"#/components/schemas/Face_2"}}}}""", used.ToJsonString());
    }

    [Fact]
    public void Add_NameThatLooksNumbered_IsNotOverwritten()
    {
        Add("""{"A":{"type":"string"}}""");
        var second = Add("""{"A":{"type":"integer"},"A_2":{"type":"boolean"}}""");

        Assert.Equal(("#/components/schemas/A_3", "#/components/schemas/A_2"), (second("A"), second("A_2")));
    }

    [Fact]
    public void Reachable_Circle_Ends()
    {
        Add("""{"A":{"items":{"$ref":"#/components/schemas/B"}},"B":{"items":{"$ref":"#/components/schemas/A"}},"C":{}}""");

        var used = _pool.Reachable(JsonNode.Parse("""{"$ref":"#/components/schemas/A"}""")!);
        Assert.Equal(["A", "B"], used["schemas"]!.AsObject().Select(s => s.Key));
    }

    // Adds schemas, and gives what a reference to one of them has become.
    private Func<string, string> Add(string schemas)
    {
        var copy = _pool.Add(JsonNode.Parse($$$"""{"components":{"schemas":{{{schemas}}}}}""")!.AsObject());
        return name => (string)copy(JsonNode.Parse($$"""{"$ref":"#/components/schemas/{{name}}"}""")!)["$ref"]!;
    }
}
