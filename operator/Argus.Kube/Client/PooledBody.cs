using System.Buffers;
using System.IO.Compression;

namespace Argus.Kube.Client;

/// <summary>A whole body in a rented buffer.</summary>
internal sealed class PooledBody : IDisposable
{
    private byte[] _buffer;
    private int _length;

    private PooledBody(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>Reads to the end, and unpacks.</summary>
    /// <exception cref="IOException">It broke on the way.</exception>
    public static async Task<PooledBody> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        const int unknown = 16 * 1024;
        // One byte more than is announced, so that the end is seen without growing.
        var body = new PooledBody((int)Math.Min(response.Content.Headers.ContentLength + 1 ?? unknown, int.MaxValue / 2));
        try
        {
            await using var sent = await response.Content.ReadAsStreamAsync(cancellationToken);
            bool packed = response.Content.Headers.ContentEncoding.Contains("gzip");
            await using var stream = packed ? new GZipStream(sent, CompressionMode.Decompress) : sent;
            while (await stream.ReadAsync(body.Free(), cancellationToken) is > 0 and var read)
                body._length += read;
            return body;
        }
        catch (InvalidDataException error)
        {
            body.Dispose();
            throw new IOException($"The answer cannot be unpacked: {error.Message}", error);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private Memory<byte> Free()
    {
        if (_length == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(_length);
    }
}
