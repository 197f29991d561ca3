using System.Numerics;

namespace Argus.Inference.Sessions;

/// <summary>Leases native float buffers by powers of two and keeps a few of each size.</summary>
public sealed class FloatPool
{
    private const int Keep = 8;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Stack<FloatBuffer>> _free = [];

    /// <summary>The pool of this process.</summary>
    public static FloatPool Shared { get; } = new();

    /// <summary>Leases a buffer for at least <paramref name="length"/> floats; not cleared.</summary>
    public FloatBuffer Rent(int length)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, 1024));
        lock (_lock)
        {
            if (_free.TryGetValue(capacity, out var stack) && stack.TryPop(out var buffer))
                return buffer;
        }

        return new FloatBuffer(this, capacity);
    }

    internal void Return(FloatBuffer buffer)
    {
        lock (_lock)
        {
            if (!_free.TryGetValue(buffer.Capacity, out var stack))
                _free[buffer.Capacity] = stack = new Stack<FloatBuffer>();
            if (stack.Count < Keep)
            {
                stack.Push(buffer);
                return;
            }
        }

        buffer.Free();
    }
}
