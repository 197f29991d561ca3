using System.Numerics;

namespace Argus.Inference.Sessions;

/// <summary>Leases native float buffers by powers of two and keeps those given back, up to a number of bytes in all.</summary>
/// <param name="keepBytes">Bytes kept while nobody uses them. What is given back beyond that is freed; default 64 MiB.</param>
public sealed class FloatPool(long keepBytes = 64 << 20)
{
    private readonly Lock _lock = new();
    private readonly Stack<FloatBuffer>?[] _free = new Stack<FloatBuffer>?[32];
    private long _keptBytes;

    /// <summary>The pool of this process.</summary>
    public static FloatPool Shared { get; } = new();

    /// <summary>Bytes kept at the moment.</summary>
    public long KeptBytes
    {
        get
        {
            lock (_lock)
                return _keptBytes;
        }
    }

    /// <summary>Leases a buffer for at least <paramref name="length"/> floats; not cleared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or over 2^30.</exception>
    public FloatBuffer Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 1 << 30);
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, 1024));
        lock (_lock)
        {
            if (_free[BitOperations.Log2((uint)capacity)] is { } stack && stack.TryPop(out var buffer))
            {
                _keptBytes -= buffer.Bytes;
                buffer.Lease();
                return buffer;
            }
        }

        return new FloatBuffer(this, capacity);
    }

    internal void Return(FloatBuffer buffer)
    {
        lock (_lock)
        {
            if (_keptBytes + buffer.Bytes <= keepBytes)
            {
                (_free[BitOperations.Log2((uint)buffer.Capacity)] ??= new Stack<FloatBuffer>()).Push(buffer);
                _keptBytes += buffer.Bytes;
                return;
            }
        }

        buffer.Free();
    }
}
