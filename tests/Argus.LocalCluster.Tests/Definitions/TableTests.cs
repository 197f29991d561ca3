using System.Buffers;
using System.Text.Json;
using Argus.LocalCluster.Definitions;

namespace Argus.LocalCluster.Tests.Definitions;

/// <summary>What <c>kubectl get</c> is told of each kind.</summary>
public sealed class TableTests
{
    public static TheoryData<string> Kinds => [.. BuiltInResources.All.Select(r => $"{r.ApiVersion}/{r.Kind}")];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cells_OfAnObjectWithNothingInIt_AreOfTheTypeOfTheirColumn(string kind)
    {
        var table = BuiltInResources.All.Single(r => $"{r.ApiVersion}/{r.Kind}" == kind).Table;
        var written = new ArrayBufferWriter<byte>();

        using (var writer = new Utf8JsonWriter(written))
            table.WriteCells(writer, JsonElement.Parse("""{"metadata":{"name":"a","creationTimestamp":"2026-01-01T00:00:00Z"}}"""), new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));

        var cells = JsonElement.Parse(written.WrittenSpan).EnumerateArray().ToList();
        Assert.Equal(table.Columns.Count, cells.Count);
        Assert.All(table.Columns.Zip(cells), c => Assert.True(c.First.Type != "integer" || c.Second.ValueKind == JsonValueKind.Number, $"{c.First.Name} is {c.Second}"));
    }
}
