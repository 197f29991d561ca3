using System.Buffers;
using System.Text.Json;

namespace Argus.Operator.Rendering;

/// <summary>Where JSON is written for a moment: one place for each thread, used again and again.</summary>
internal static class JsonBuffer
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? OfThread;

    /// <summary>Writes JSON, and gives what became of it to a function, which must not keep it.</summary>
    public static TResult Write<TState, TResult>(TState state, Action<Utf8JsonWriter, TState> write, Func<ReadOnlySpan<byte>, TResult> read)
    {
        var buffer = OfThread ??= new ArrayBufferWriter<byte>(16384);
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer, state);
        return read(buffer.WrittenSpan);
    }
}
