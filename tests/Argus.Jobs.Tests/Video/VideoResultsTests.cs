using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Vectors;
using Argus.Jobs.Video;

namespace Argus.Jobs.Tests.Video;

public sealed class VideoResultsTests
{
    // What a broker of Kafka takes, by default, of which an event has some more.
    private const int Most = 1_000_000 - 2000;

    [Theory]
    [InlineData(1000, 3, "", 3000)]
    [InlineData(1000, 9, "Anna", 2000)]
    [InlineData(100, 90, "Jörg Müller-Lüdenscheidt, Großröhrsdorf", 2300)]
    [InlineData(1000, 9, "Μαρία Παπαδοπούλου-Κωνσταντινίδου", 0)]
    public void Text_OfManyTracks_FitsIntoAnEvent(int tracks, int sightings, string name, int detections)
    {
        var all = Enumerable.Range(0, tracks).Select(i => Track(i, sightings)).ToArray();
        var told = all.Index().Select(t => VideoResults.Track(t.Index, t.Item, Tag(name), PointId.OfTrack(Guid.Empty, t.Index))).ToArray();

        string text = VideoResults.Text(Result(told), all);

        Assert.InRange(text.Length, 100_000, Most);
        Assert.True(text.All(char.IsAscii));
        var read = JsonSerializer.Deserialize(text, ContractsJson.Default.VideoFacesResult)!;
        Assert.Equal(tracks, read.Tracks.Count);
        Assert.Equal(detections, read.Detections.Count);
        Assert.Equal(detections == 0 ? 0 : tracks, read.Detections.DistinctBy(d => d.TrackId).Count());
    }

    private static FaceTrack Track(int number, int sightings)
    {
        var track = new FaceTrack(Sighting(number, 0), [1, 0]);
        for (int i = 1; i < sightings; i++)
            track.Add(Sighting(number, i), [1, 0]);
        return track;
    }

    // As many digits as numbers of models have.
    private static FaceSighting Sighting(int number, int i) => new(30_000 + number + (i * 0.041), new(1234.56787 + i, 1023.45679, 123.456787, 145.678909), 0.987654324, 0.8765432123456789);

    private static VideoTag Tag(string name) => new(name, 0.654321, JsonSerializer.SerializeToElement(Guid.Empty.ToString(), ContractsJson.Default.String), 123456789);

    private static VideoFacesResult Result(IReadOnlyList<VideoTrack> tracks) => new()
    {
        Frames = 10_000,
        FramesSkipped = 0,
        SkipReasons = [],
        Interval = 1,
        Width = 1920,
        Height = 1080,
        Collection = "face_embeddings",
        StoredInVectorDb = true,
        Tracks = tracks,
        TrackCount = tracks.Count,
        FaceCount = 9000,
        Detections = [],
    };
}
