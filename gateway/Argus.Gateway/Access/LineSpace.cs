using System.Buffers;

namespace Argus.Gateway.Access;

/// <summary>Room for one line, used again and again by one thread.</summary>
internal sealed class LineSpace : IBufferWriter<byte>
{
    // More than a line may have, because the JSON writer asks for what the worst text would need.
    private readonly byte[] _bytes = new byte[4 * AccessWriter.MostBytes];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(Length);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(Length);
}
