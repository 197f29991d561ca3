using Argus.Data.Messaging.Kafka;

namespace Argus.Data.Tests.Messaging.Kafka;

public sealed class BandQueueTests
{
    [Theory]
    [InlineData(16, 4, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(100, 10, 3)]
    public void TryTake_AllWaiting_SharesByWeightAndStarvesNone(int high, int normal, int low)
    {
        var queue = new BandQueue<Band>([high, normal, low]);
        int round = high + normal + low;
        foreach (var band in Enum.GetValues<Band>())
        {
            for (int i = 0; i < 3 * round; i++)
                queue.Add(band, band);
        }

        for (int i = 0; i < 3; i++)
        {
            var taken = Take(queue, round).CountBy(b => b).ToDictionary();
            Assert.Equal((high, normal, low), (taken[Band.High], taken[Band.Normal], taken[Band.Low]));
        }
    }

    [Fact]
    public void TryTake_HighAfterALongRest_GetsNoMoreThanItsShare()
    {
        var queue = new BandQueue<Band>([16, 4, 1]);
        for (int i = 0; i < 1000; i++)
            queue.Add(Band.Low, Band.Low);
        Take(queue, 500);
        for (int i = 0; i < 100; i++)
            queue.Add(Band.High, Band.High);

        Assert.Equal(2, Take(queue, 34).Count(b => b == Band.Low));
    }

    [Fact]
    public void TryTake_OfOneBand_KeepsItsOrder()
    {
        var queue = new BandQueue<int>([16, 4, 1]);
        for (int i = 0; i < 10; i++)
            queue.Add(Band.Low, i);
        queue.RemoveAll(i => i % 3 == 0);

        Assert.Equal((6, 0), (queue.CountOf(Band.Low), queue.CountOf(Band.High)));
        Assert.Equal([1, 2, 4, 5, 7, 8], Take(queue, 6));
        Assert.False(queue.TryTake(out _));
    }

    private static List<T> Take<T>(BandQueue<T> queue, int count)
    {
        List<T> taken = [];
        while (taken.Count < count && queue.TryTake(out var item))
            taken.Add(item);
        return taken;
    }
}
