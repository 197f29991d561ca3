using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Argus.Inference.Sessions;

/// <summary>Native float memory, 64-byte aligned, leased from <see cref="FloatPool"/>; Dispose gives it back.</summary>
public sealed unsafe class FloatBuffer : IDisposable
{
    private readonly FloatPool _pool;
    private bool _returned;

    internal FloatBuffer(FloatPool pool, int capacity)
    {
        (_pool, Capacity) = (pool, capacity);
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)capacity * sizeof(float), 64);
    }

    /// <summary>Floats that fit.</summary>
    public int Capacity { get; }

    /// <summary>The first value.</summary>
    public float* Pointer { get; private set; }

    /// <summary>The first <paramref name="length"/> values; what was there before is still there.</summary>
    public Span<float> Span(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Capacity);
        return MemoryMarshal.CreateSpan(ref Unsafe.AsRef<float>(Pointer), length);
    }

    /// <summary>A tensor over this memory, valid while the lease lasts; the caller disposes it.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="first">Where in the buffer it begins, in floats.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tensor does not fit.</exception>
    public OrtValue AsTensor(ReadOnlySpan<long> shape, int first = 0)
    {
        long count = 1;
        foreach (long d in shape)
            count *= d;
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count + first, Capacity);
        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape.ToArray(), (nint)(Pointer + first), count * sizeof(float));
    }

    /// <summary>Gives the memory back to the pool, once: two leases of the same memory would mix up two requests.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _returned, true))
            _pool.Return(this);
    }

    internal long Bytes => (long)Capacity * sizeof(float);

    internal void Lease() => _returned = false;

    internal void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
