using Argus.Contracts.Jobs;
using Argus.Jobs.Video;

namespace Argus.Jobs.Tests.Video;

public sealed class FaceTrackerTests
{
    private const double Same = 0.4;
    private static readonly float[] Anna = [1, 0, 0, 0], Ben = [0, 1, 0, 0];

    [Fact]
    public void Add_FacesThatCross_KeepsThemApart()
    {
        var tracker = new FaceTracker(Same, 0.1);
        for (int i = 0; i <= 20; i++)
            // From left to right and from right to left, one over the other in the middle; told in any order.
            tracker.Add(i * 0.1, i % 2 == 0 ? [Face(i, i * 10, Anna), Face(i, 200 - (i * 10), Ben)] : [Face(i, 200 - (i * 10), Ben), Face(i, i * 10, Anna)]);

        Assert.Equal(2, tracker.Tracks.Count);
        Assert.Equal([(21, 0.0, 200.0), (21, 200.0, 0.0)], tracker.Tracks.Select(t => (t.Sightings.Count, t.Sightings[0].Box.X, t.Last.Box.X)));
    }

    [Fact]
    public void Add_CutToAnotherPersonAtTheSamePlace_BeginsATrack()
    {
        var tracker = new FaceTracker(Same, 0.04);
        tracker.Add(0, [Face(0, 50, Anna)]);
        tracker.Add(0.04, [Face(0.4, 50, Ben)]);

        Assert.Equal(2, tracker.Tracks.Count);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Add_FaceMissedInSomeFrames_GoesOnAfterTwoOnly(int missed, int tracks)
    {
        var tracker = new FaceTracker(Same, 1);
        tracker.Add(0, [Face(0, 50, Anna)]);
        for (int i = 1; i <= missed; i++)
            tracker.Add(i, []);
        tracker.Add(missed + 1, [Face((missed + 1) * 10, 90, Anna)]);

        Assert.Equal(tracks, tracker.Tracks.Count);
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(1, 2)]
    public void Add_FaceBlurredAtTheSamePlace_GoesOnOnlyWhereFramesAreNear(double interval, int tracks)
    {
        var tracker = new FaceTracker(Same, interval);
        tracker.Add(0, [Face(0, 50, Anna)]);
        tracker.Add(interval, [Face(interval * 10, 52, [0.3f, 0, 0.954f, 0])]);

        Assert.Equal(tracks, tracker.Tracks.Count);
    }

    [Fact]
    public void Add_CrowdForHours_KeepsTheLongestTracksAndCountsAll()
    {
        var tracker = new FaceTracker(Same, 1);
        // One after the other, each like nobody just before; and one person in every third frame of the first three hundred.
        for (int i = 0; i < 20_000; i++)
            tracker.Add(i, i < 300 && i % 3 == 0 ? [Face(i * 10, 50, OneOf(8, i % 7)), Face(i * 10, 150, OneOf(8, 7))] : [Face(i * 10, 50, OneOf(8, i % 7))]);

        Assert.Equal(20_001, tracker.Count);
        Assert.InRange(tracker.Tracks.Count, 1000, 2100);
        var told = VideoResults.Choose(tracker.Tracks);
        Assert.Equal((1000, 100), (told.Count, told[1].Sightings.Count));
        Assert.Equal(Enumerable.Range(0, 999).Select(i => (double)i), told.Where(t => t.Sightings.Count == 1).Select(t => t.Best.Time));
    }

    [Fact]
    public void Track_BestAndMean_AreOfTheVectors()
    {
        var tracker = new FaceTracker(Same, 1);
        tracker.Add(0, [Face(0, 50, Anna, 0.5)]);
        tracker.Add(1, [Face(10, 50, [0.8f, 0.6f, 0, 0], 0.9)]);
        tracker.Add(2, [Face(20, 50, Anna, 0.6)]);

        var track = Assert.Single(tracker.Tracks);
        Assert.Equal((1.0, 0.9, 0.8f), (track.Best.Time, track.Best.Quality, track.BestVector[0]));
        Assert.Equal(0.8, track.MeanSimilarity, 6);
    }

    [Fact]
    public void Frontality_NoseBetweenOrBelowAnEye_Is1Or0()
    {
        Assert.Equal(1, FaceQuality.Frontality([[0, 0], [10, 0], [5, 6]]));
        // Tilted by 45 degrees, and as frontal.
        Assert.Equal(1, FaceQuality.Frontality([[0, 0], [10, 10], [2, 8]]), 6);
        Assert.Equal(0.5, FaceQuality.Frontality([[0, 0], [10, 0], [7.5f, 6]]), 6);
        Assert.Equal(0.1, FaceQuality.Frontality([[0, 0], [10, 0], [12, 6]]), 6);
        Assert.Equal(0.1, FaceQuality.Frontality([[3, 3], [3, 3], [3, 3]]), 6);
    }

    private static float[] OneOf(int length, int at) => [.. Enumerable.Range(0, length).Select(i => i == at ? 1f : 0)];

    private static (FaceSighting Face, float[] Vector) Face(double tenths, double x, float[] vector, double quality = 0.5) =>
        (new(tenths / 10, new JobBox(x, 20, 60, 60), 0.9, quality), vector);
}
