using System.Buffers;
using System.Text.Json;

namespace Argus.Operator.Rendering;

/// <summary>Where JSON is written for a moment: one for each thread, used again and again.</summary>
internal sealed class JsonBuffer
{
    [ThreadStatic]
    private static JsonBuffer? _ofThread;

    private readonly ArrayBufferWriter<byte> _bytes = new(16384);
    private readonly Utf8JsonWriter _writer;

    private JsonBuffer() => _writer = new Utf8JsonWriter(_bytes);

    /// <summary>Writes JSON, and gives what became of it to a function, which must not keep it.</summary>
    public static TResult Write<TState, TResult>(TState state, Action<Utf8JsonWriter, TState> write, Func<ReadOnlySpan<byte>, TResult> read)
    {
        var buffer = _ofThread ??= new JsonBuffer();
        buffer._bytes.ResetWrittenCount();
        buffer._writer.Reset();
        write(buffer._writer, state);
        buffer._writer.Flush();
        return read(buffer._bytes.WrittenSpan);
    }
}
