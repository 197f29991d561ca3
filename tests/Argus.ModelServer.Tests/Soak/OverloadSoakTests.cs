using System.Diagnostics;
using System.Net;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;
using Xunit.Abstractions;

namespace Argus.ModelServer.Tests.Soak;

/// <summary>Twice the load that a server can bear: those that it takes wait no longer than at full load, the others know at once.</summary>
[Collection(OnQuietMachine.Name)]
public sealed class OverloadSoakTests(ITestOutputHelper output)
{
    private const int Workers = 2;
    private const int Queue = 16;

    [DataFact]
    public async Task TwiceTheCapacity_AcceptedKeepTheirTimeAndTheRestAreRefusedAtOnce()
    {
        int count = SoakSize.Of(2_000, 120);
        await using var server = await ServerProcess.StartAsync(ServerProcess.UsualPack, environment: [("ARGUS_WORKERS", $"{Workers}"), ("ARGUS_QUEUE", $"{Queue}")]);
        byte[] photo = File.ReadAllBytes(TestData.At("photos", "t1.jpg"));
        await FullLoadAsync(server, photo, count / 4);

        var (full, perSecond) = await FullLoadAsync(server, photo, count);
        // A short run may measure the machine at its slowest: four times that is still too much for it.
        double arrivals = (SoakSize.Full ? 2 : 4) * perSecond;
        var twice = await ArrivingAsync(server, photo, 2 * count, arrivals);

        var accepted = twice.Where(c => c.Status == HttpStatusCode.OK).ToList();
        var refused = twice.Where(c => c.Status == HttpStatusCode.TooManyRequests).ToList();
        double p99 = Percentile(accepted, 0.99), before = Percentile(full, 0.99);
        output.WriteLine($"full load, {Workers + Queue} in flight: {perSecond:F1} images/s, p50 {Percentile(full, 0.5) * 1000:F0} ms, p99 {before * 1000:F0} ms");
        output.WriteLine($"{arrivals:F1} arrivals/s: {accepted.Count} accepted, p50 {Percentile(accepted, 0.5) * 1000:F0} ms, p99 {p99 * 1000:F0} ms ({p99 / before:F2} times); {refused.Count} refused, p50 {Percentile(refused, 0.5) * 1000:F1} ms, p99 {Percentile(refused, 0.99) * 1000:F1} ms");
        Assert.Equal(2 * count, accepted.Count + refused.Count);
        Assert.True(accepted.Count >= Workers + Queue, $"only {accepted.Count} were taken");
        Assert.NotEmpty(refused);
        Assert.All(refused, c => Assert.True(c.RetryAfter >= TimeSpan.FromSeconds(1)));
        if (SoakSize.Full)
            HoldsItsTimes(count, before, p99, refused);
        await server.WorkIsAsync(0);
    }

    // Times say something of the server only where the machine is its own: not in a short run beside others.
    private static void HoldsItsTimes(int count, double before, double p99, List<Call> refused)
    {
        Assert.InRange(refused.Count, count / 2, 3 * count / 2);
        Assert.True(p99 <= 2 * before, $"p99 {p99} s, at full load {before} s");
        Assert.True(Percentile(refused, 0.5) <= 0.05, $"half of the refusals took over {Percentile(refused, 0.5)} s");
    }

    /// <summary>As many callers as there are places, each with its next request as soon as the last is answered: nobody is refused.</summary>
    private static async Task<(List<Call> Calls, double PerSecond)> FullLoadAsync(ServerProcess server, byte[] photo, int count)
    {
        int left = count;
        long start = Stopwatch.GetTimestamp();
        var calls = await Task.WhenAll(Enumerable.Range(0, Workers + Queue).Select(_ => Task.Run(async () =>
        {
            List<Call> own = [];
            while (Interlocked.Decrement(ref left) >= 0)
                own.Add(await CallAsync(server, photo));
            return own;
        })));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Assert.All(calls.SelectMany(c => c), c => Assert.Equal(HttpStatusCode.OK, c.Status));
        return ([.. calls.SelectMany(c => c)], count / seconds);
    }

    /// <summary>Requests that come at a rate, whether or not those before are answered.</summary>
    private static async Task<Call[]> ArrivingAsync(ServerProcess server, byte[] photo, int count, double perSecond)
    {
        List<Task<Call>> calls = [];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        long start = Stopwatch.GetTimestamp();
        while (calls.Count < count && await timer.WaitForNextTickAsync())
        {
            while (calls.Count < count && calls.Count < Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond)
                calls.Add(CallAsync(server, photo));
        }

        return await Task.WhenAll(calls);
    }

    private static async Task<Call> CallAsync(ServerProcess server, byte[] photo)
    {
        long start = Stopwatch.GetTimestamp();
        using var response = await server.Http.PostAsync("/detect", Bodies.Raw(photo, "image/jpeg"));
        return new Call(response.StatusCode, Stopwatch.GetElapsedTime(start).TotalSeconds, response.Headers.RetryAfter?.Delta);
    }

    private static double Percentile(List<Call> calls, double part) =>
        calls.Select(c => c.Seconds).Order().ElementAt((int)(part * (calls.Count - 1)));

    private readonly record struct Call(HttpStatusCode Status, double Seconds, TimeSpan? RetryAfter);
}
