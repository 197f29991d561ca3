namespace Argus.Inference.Tests.Images;

/// <summary>An ONNX graph of two nodes, written by hand: the mean of each channel of a picture, as a row of three values.</summary>
internal static class TinyGraph
{
    public static byte[] ChannelMeans(int side)
    {
        byte[] pool = [.. Text(1, "x"), .. Text(2, "p"), .. Text(4, "GlobalAveragePool")];
        byte[] flatten = [.. Text(1, "p"), .. Text(2, "y"), .. Text(4, "Flatten")];
        byte[] graph =
        [
            .. Message(1, pool), .. Message(1, flatten), .. Text(2, "means"),
            .. Message(11, Value("x", 1, 3, side, side)), .. Message(12, Value("y", 1, 3)),
        ];
        return [.. Number(1, 8), .. Message(7, graph), .. Message(8, [.. Text(1, ""), .. Number(2, 13)])];
    }

    private static byte[] Value(string name, params int[] shape)
    {
        byte[] dims = [.. shape.SelectMany(d => Message(1, Number(1, d)))];
        byte[] tensor = [.. Number(1, 1), .. Message(2, dims)];
        return [.. Text(1, name), .. Message(2, Message(1, tensor))];
    }

    private static byte[] Text(int field, string value) => Message(field, [.. System.Text.Encoding.UTF8.GetBytes(value)]);

    private static byte[] Message(int field, byte[] content) => [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value >= 128; value >>= 7)
            bytes.Add((byte)(value | 128));
        return [.. bytes, (byte)value];
    }
}
