using Argus.Inference.Sessions.Graphs;

namespace Argus.Inference.Tests.Sessions;

public sealed class ProtoMessageTests
{
    [Fact]
    public void ToBytes_OfWhatWasRead_IsTheSame()
    {
        byte[] graph = TinyGraph.Head();

        Assert.Equal(graph, ProtoMessage.Parse(graph).ToBytes());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void Integers_AnyValue_ComeBack(long value) =>
        Assert.Equal([value, 1], ProtoMessage.Parse(new ProtoMessage().Add(3, value).Add(3, 1).ToBytes()).Integers(3));

    [Fact]
    public void Parse_FixedWidthFields_AreKept()
    {
        byte[] bytes = [0x0D, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8];

        Assert.Equal(bytes, ProtoMessage.Parse(bytes).ToBytes());
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 5, 1 })]
    [InlineData(new byte[] { 0x0F })]
    [InlineData(new byte[] { 0x80, 0x80 })]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    public void Parse_BrokenBytes_AreRefused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => ProtoMessage.Parse(bytes));
}
