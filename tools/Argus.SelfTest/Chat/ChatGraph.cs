using Argus.SelfTest.Graphs;

namespace Argus.SelfTest.Chat;

/// <summary>A decoder with the inputs and outputs of a real one, one layer of one head, whose logits are a table's: the token that follows stands 12 above all others.</summary>
internal static class ChatGraph
{
    private const int Axis = 2;

    public static byte[] Build(ChatVocabulary vocabulary)
    {
        var graph = new OnnxGraph("selftest-chat");
        graph.LongInput("input_ids", "batch", "sequence");
        graph.LongInput("attention_mask", "batch", "total");
        graph.Input("past_key_values.0.key", "batch", 1, "past", 1);
        graph.Input("past_key_values.0.value", "batch", 1, "past", 1);
        graph.Output("logits", "batch", "sequence", vocabulary.Size);
        graph.Output("present.0.key", "batch", 1, "total", 1);
        graph.Output("present.0.value", "batch", 1, "total", 1);

        string next = graph.Node("Gather", [graph.Longs(vocabulary.Following()), "input_ids"]);
        graph.NodeInto("logits", "OneHot", [next, graph.Longs(vocabulary.Size), graph.Floats([0, 12], 2)]);
        // What a real one would keep of each token; here it is written and never read.
        string kept = graph.Node("Unsqueeze", [graph.Node("Cast", ["input_ids"], ("to", 1)), graph.Longs(1, 3)]);
        graph.NodeInto("present.0.key", "Concat", ["past_key_values.0.key", kept], ("axis", Axis));
        graph.NodeInto("present.0.value", "Concat", ["past_key_values.0.value", kept], ("axis", Axis));
        return graph.ToBytes();
    }
}
