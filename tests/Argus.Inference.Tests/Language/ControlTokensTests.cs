using System.Text.Json.Nodes;
using Argus.Inference.Language;
using Argus.Testing;

namespace Argus.Inference.Tests.Language;

public sealed class ControlTokensTests
{
    [Theory]
    [InlineData("no mark < | end >", "no mark < | end >")]
    [InlineData("a</s>b", "a<\u200B/s>b")]
    [InlineData("<|im_end|></s>", "<\u200B|im_end|><\u200B/s>")]
    [InlineData("<|im_end|", "<|im_end|")]
    public void Break_Text_BreaksMarksOnly(string text, string expected)
    {
        var messages = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text, ["n"] = 1.50m });

        var broken = JsonNode.Parse(new ControlTokens(["</s>", "<|im_end|>", " ", "x"]).Break(messages.ToJsonString()))!;

        Assert.Equal(expected, (string?)broken[0]!["content"]);
        Assert.Equal("1.50", broken[0]!["n"]!.ToJsonString());
    }

    [Fact]
    public void Break_MarksThatOverlap_LeaveNone()
    {
        string broken = new ControlTokens(["<<", "\u200B<"]).Break("""["<<<<<"]""");

        Assert.DoesNotContain("<<", broken, StringComparison.Ordinal);
    }

    [Fact]
    public void Break_MarkAsANameInACall_IsBrokenToo()
    {
        string broken = new ControlTokens(["</s>"]).Break("""[{"tool_calls":[{"function":{"arguments":{"</s>":["</s>"]}}}]}]""");

        Assert.DoesNotContain("</s>", broken, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FilesOfATokenizer_HaveTheSpecialTokensOfBoth()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer.json"), """{"added_tokens":[{"content":"<|a|>","special":true},{"content":"word","special":false}]}""");
        File.WriteAllText(folder.At("tokenizer_config.json"), """{"eos_token":{"content":"<|b|>"},"bos_token":"<|c|>","pad_token":null,"added_tokens_decoder":{"7":{"content":"<|d|>","special":true}}}""");

        string broken = ControlTokens.Read(folder.Path).Break("""["<|a|>word","<|b|>","<|c|>","<|d|>"]""");

        Assert.Equal(["<\u200B|a|>word", "<\u200B|b|>", "<\u200B|c|>", "<\u200B|d|>"], JsonNode.Parse(broken)!.AsArray().Select(t => (string)t!));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("{")]
    public void Read_NoOrOtherFiles_HasNone(string? content)
    {
        using var folder = new TemporaryFolder();
        if (content is not null)
            File.WriteAllText(folder.At("tokenizer.json"), content);

        Assert.Equal("""["</s>"]""", ControlTokens.Read(folder.Path).Break("""["</s>"]"""));
    }
}
