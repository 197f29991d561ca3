using System.Globalization;
using Argus.Data.Vectors;
using Argus.Data.Vectors.Embedded;
using Argus.Testing.Processes;
using Argus.VectorWriter;

namespace Argus.Data.Tests.Vectors.Embedded;

public sealed class KillTests : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argus-vectors-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Write_KilledAtRandom_LosesNothingAcknowledged(int seed)
    {
        const int kills = 12;
        var random = new Random(seed);
        Dictionary<PointId, long> model = [];
        int next = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            int acks = random.Next(1, 120);
            await using var writer = new ProgramRun("Argus.VectorWriter", [_folder.FullName, $"{seed}", $"{next}"], Nothing);
            string last = $"ack {next + acks}";
            await writer.UntilLineAsync(line => line == last);
            await writer.KillAsync();

            int acknowledged = Last(writer, "ack ");
            int tried = Last(writer, "try ");
            for (; next <= acknowledged; next++)
                Step.Of(seed, next).Do(model);
            Dictionary<PointId, long> after = new(model);
            for (; next <= tried; next++)
                Step.Of(seed, next).Do(after);
            model = await CheckAsync(model, after);
        }

        Assert.True(next > kills);
    }

    [Fact]
    public async Task Write_NoRoomLeft_SaysSoAndLosesNothingAcknowledged()
    {
        // Without the trap a file that grows too large ends the process instead of failing the write; the runtime's own memory must not be a file.
        await using (var writer = new ProgramRun("Argus.VectorWriter", [_folder.FullName, "3", "0"], Nothing, "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 3"))
        {
            await writer.ExitAsync();
            Assert.Equal(3, writer.ExitCode);
            Assert.Contains(writer.Lines, line => line.StartsWith(nameof(VectorStoreUnavailableException), StringComparison.Ordinal) && line.Contains("free some space"));

            Dictionary<PointId, long> model = [];
            for (int next = 0; next <= Last(writer, "ack "); next++)
                Step.Of(3, next).Do(model);
            Dictionary<PointId, long> after = new(model);
            Step.Of(3, Last(writer, "try ")).Do(after);
            await CheckAsync(model, after);
        }
    }

    private static int Last(ProgramRun writer, string word) =>
        writer.Lines.Where(l => l.StartsWith(word, StringComparison.Ordinal)).Select(l => int.Parse(l.AsSpan(word.Length), CultureInfo.InvariantCulture)).DefaultIfEmpty(-1).Max();

    // Of the step that was under way each point may be there or not.
    private async Task<Dictionary<PointId, long>> CheckAsync(Dictionary<PointId, long> before, Dictionary<PointId, long> after)
    {
        await using var store = new EmbeddedVectorStore(new EmbeddedVectorOptions { Folder = _folder.FullName, SegmentRows = Step.SegmentRows });
        var page = await store.ScrollAsync(Step.Collection, new VectorScroll(1000));
        var there = page.Points.ToDictionary(p => p.Id, p => (long)p.Payload.Fields["step"].Value);
        foreach (var id in before.Keys.Union(after.Keys).Union(there.Keys))
            Assert.True(Value(there, id) == Value(before, id) || Value(there, id) == Value(after, id), $"{id}: {Value(there, id)}, not {Value(before, id)} or {Value(after, id)}");
        return there;

        static long Value(Dictionary<PointId, long> of, PointId id) => of.GetValueOrDefault(id, -1);
    }
}
