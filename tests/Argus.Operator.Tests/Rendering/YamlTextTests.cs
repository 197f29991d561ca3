using System.Text.Json.Nodes;
using Argus.Operator.Rendering;
using Argus.Operator.Tests.Testing;
using Argus.Testing.Kubernetes;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.Operator.Tests.Rendering;

public sealed class YamlTextTests
{
    private static readonly string[] Texts =
    [
        "", "a", "true", "no", "null", "~", "1", "0x1f", "1e3", "-", "- a", "a: b", "a #b", "#a", "'q'", "\"q\"", "tab\t", " lead", "trail ", "two\nlines\n", "two\nlines", "\n", "a\n\n", "é→",
        "[a]", "{a}", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">", "$(POD_IP)", "/etc/x:", "2026-01-01", "a\\b", "a'b", "=",
    ];

    [Fact]
    public void Write_AnyDocument_IsReadAsItWas()
    {
        var documents = Gen.Choose(0, int.MaxValue - 1).Select(seed => (JsonNode)Map(new System.Random(seed), 4)).ToArbitrary();

        Prop.ForAll(documents, document =>
        {
            string yaml = YamlText.Write(document);
            Assert.Equal(document.ToJsonString(), TestYaml.ReadAll(yaml).Single().ToJsonString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(7, 11));
    }

    private static JsonObject Map(System.Random random, int depth)
    {
        var map = new JsonObject { ["first"] = random.Next(100) };
        for (int i = random.Next(4); i > 0; i--)
            map[Texts[random.Next(Texts.Length)] + random.Next(9)] = Node(random, depth - 1);
        return map;
    }

    private static JsonNode? Node(System.Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => random.Next(-5, 5),
        2 => random.Next(2) == 0,
        3 or 4 => Texts[random.Next(Texts.Length)],
        5 => Map(random, depth),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Node(random, depth - 1))]),
    };
}
