using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Argus.Kube.Client;

/// <summary>Splits the stream of a watch into events.</summary>
internal static class WatchReader
{
    private static readonly StreamPipeReaderOptions Buffers = new(bufferSize: 16 * 1024);

    /// <exception cref="IOException">The stream broke, or ended within an event.</exception>
    public static async IAsyncEnumerable<WatchEvent<T>> ReadAsync<T>(
        Stream stream, JsonTypeInfo<T> type, string request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, Buffers);
        long searched = 0;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            // A long event comes in many parts: what was searched before holds no end of a line.
            while (rest.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                searched = 0;
                var line = rest.Slice(0, end);
                rest = rest.Slice(rest.GetPosition(1, end));
                if (!line.IsEmpty)
                    yield return WatchLine.Read(line, type, request);
            }

            searched = rest.Length;
            if (read.IsCompleted)
            {
                if (!rest.IsEmpty)
                    throw new IOException($"{request}: the watch was cut in the middle of an event.");
                yield break;
            }

            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }
}
