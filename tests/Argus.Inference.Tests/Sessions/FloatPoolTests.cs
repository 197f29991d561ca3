using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Sessions;

public sealed unsafe class FloatPoolTests
{
    [Fact]
    public void Rent_AfterReturn_GivesTheSameMemory()
    {
        var pool = new FloatPool();
        nint first;
        using (var buffer = pool.Rent(5000))
            first = (nint)buffer.Pointer;

        using var again = pool.Rent(5001);

        Assert.Equal(first, (nint)again.Pointer);
        Assert.Equal(8192, again.Capacity);
        Assert.Equal(0, (long)again.Pointer % 64);
        Assert.Equal(0, pool.KeptBytes);
    }

    [Fact]
    public void Return_BeyondTheBound_IsFreed()
    {
        var pool = new FloatPool(keepBytes: 3 * 4096);
        var buffers = Enumerable.Range(0, 5).Select(_ => pool.Rent(1024)).ToArray();
        foreach (var buffer in buffers)
            buffer.Dispose();

        Assert.Equal(3 * 4096, pool.KeptBytes);
        Assert.Equal(2, buffers.Count(b => b.Pointer is null));
    }

    [Fact]
    public void Dispose_Twice_ReturnsOnce()
    {
        var pool = new FloatPool();
        var buffer = pool.Rent(1024);
        buffer.Dispose();
        buffer.Dispose();

        using var one = pool.Rent(1024);
        using var other = pool.Rent(1024);

        Assert.NotEqual((nint)one.Pointer, (nint)other.Pointer);
    }

    [Fact]
    public void Rent_ManyThreads_NeverLeasesMemoryTwice()
    {
        var pool = new FloatPool();
        int clashes = 0;
        Parallel.For(0, 4, thread =>
        {
            for (int i = 0; i < 2000; i++)
            {
                using var buffer = pool.Rent(1 << (10 + (i % 3)));
                var values = buffer.Span(1024);
                values.Fill(thread);
                if (values.ContainsAnyExcept(thread))
                    Interlocked.Increment(ref clashes);
            }
        });

        Assert.Equal(0, clashes);
    }

    [Fact]
    public void Span_BeyondCapacity_IsRefused()
    {
        using var buffer = new FloatPool().Rent(1024);

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span(1025).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AsTensor([1, 1000], first: 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FloatPool().Rent(-1));
    }
}
