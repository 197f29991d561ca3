using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Sessions;

/// <summary>Native float memory, 64-byte aligned, leased from <see cref="FloatPool"/>; Dispose gives it back.</summary>
public sealed unsafe class FloatBuffer : IDisposable
{
    private readonly FloatPool _pool;

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
    public OrtValue AsTensor(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long d in shape)
            count *= d;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, shape.ToArray(), (nint)Pointer, count * sizeof(float));
    }

    /// <summary>Gives the memory back to the pool.</summary>
    public void Dispose() => _pool.Return(this);

    internal void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
