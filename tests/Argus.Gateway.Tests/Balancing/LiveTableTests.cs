using Argus.Gateway.Balancing;
using Argus.Gateway.Routing;
using Argus.Gateway.Tests.Running;
using Argus.Testing;

namespace Argus.Gateway.Tests.Balancing;

public sealed class LiveTableTests
{
    private static readonly Address One = new("10.0.0.1", 8100);
    private static readonly Address Two = new("10.0.0.2", 8100);

    [Fact]
    public void Next_PodThatStays_KeepsWhatIsKnownOfIt()
    {
        var time = new FakeTimeProvider();
        var first = LiveTable.Empty.Next(Table([One], []), time);
        var pod = first.Destinations.Single();
        pod.Begin();
        var upstream = first.Backends.Single().Upstream;

        var second = first.Next(Table([One, Two], []), time);

        Assert.Same(pod, second.Backends.Single().Stable.Destinations[0]);
        Assert.Same(upstream, second.Backends.Single().Upstream);
        Assert.Equal([1, 0], second.Destinations.Select(d => d.InFlight));
        // Readers of the one before are not disturbed.
        Assert.Single(first.Destinations);
    }

    [Fact]
    public void Next_PodOfTheCanaryBecomesStable_KeepsWhatIsKnownOfIt()
    {
        var time = new FakeTimeProvider();
        var first = LiveTable.Empty.Next(Table([One], [Two]), time);
        var canary = first.Backends.Single().Canary.Destinations.Single();

        var second = first.Next(Table([Two], []), time);

        Assert.Same(canary, second.Destinations.Single());
    }

    [Fact]
    public void Next_SamePods_IsTheSamePool()
    {
        var time = new FakeTimeProvider();
        var first = LiveTable.Empty.Next(Table([One, Two], []), time);

        Assert.Same(first.Backends.Single().Stable, first.Next(Table([Two, One], []), time).Backends.Single().Stable);
    }

    private static RouteTable Table(Address[] stable, Address[] canary) => RouteTable.Compute(
        [Given.Deployment("faces")],
        _ => [Given.Slice("faces", stable), Given.Slice("faces", canary, "canary")]);
}
