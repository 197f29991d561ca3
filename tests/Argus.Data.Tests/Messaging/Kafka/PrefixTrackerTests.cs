using Argus.Data.Messaging.Kafka;

namespace Argus.Data.Tests.Messaging.Kafka;

public sealed class PrefixTrackerTests
{
    [Fact]
    public void Committable_WhateverTheOrder_IsTheOffsetBehindTheFinishedPrefix()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var tracker = new PrefixTracker();
            List<long> begun = [];
            HashSet<long> ended = [];
            long offset = random.Next(5);
            for (int step = 0; step < 200; step++)
            {
                if (begun.Count == ended.Count || random.Next(2) == 0)
                {
                    offset += random.Next(4) == 0 ? random.Next(1, 10) : 1;
                    Assert.True(tracker.Begin(offset));
                    begun.Add(offset);
                }
                else
                {
                    long[] open = [.. begun.Where(o => !ended.Contains(o))];
                    long chosen = open[random.Next(open.Length)];
                    long? before = tracker.Committable;
                    ended.Add(chosen);
                    Assert.Equal(chosen == open[0], tracker.End(chosen));
                    Assert.True(before is null || tracker.Committable >= before);
                }

                var prefix = begun.TakeWhile(ended.Contains).ToArray();
                Assert.Equal(prefix.Length == 0 ? null : prefix[^1] + 1, tracker.Committable);
                Assert.Equal((begun.Count - prefix.Length, begun.Count - ended.Count), (tracker.Uncommitted, tracker.InHand));
            }
        }
    }

    [Fact]
    public void End_OfWhatIsNotInHand_ChangesNothing()
    {
        var tracker = new PrefixTracker();
        tracker.Begin(5);
        tracker.Begin(9);

        Assert.False(tracker.End(4));
        Assert.False(tracker.End(7));
        Assert.False(tracker.End(10));
        Assert.True(tracker.End(5));
        Assert.False(tracker.End(5));
        Assert.Equal((6, 1), (tracker.Committable, tracker.InHand));
    }

    [Fact]
    public void Begin_NotAboveTheLast_IsRefused()
    {
        var tracker = new PrefixTracker();
        tracker.Begin(5);

        Assert.False(tracker.Begin(5));
        Assert.False(tracker.Begin(4));
        Assert.Equal(1, tracker.InHand);
    }
}
