using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Argus.Cli.Pictures;

namespace Argus.Cli.Remote;

/// <summary>A picture as a body: read while it is sent, so that its size costs no memory.</summary>
internal sealed class PictureContent : HttpContent
{
    private const int BufferBytes = 64 * 1024;

    private readonly PictureSource _picture;

    public PictureContent(PictureSource picture)
    {
        _picture = picture;
        string extension = Path.GetExtension(picture.Path).ToLowerInvariant();
        // Servers look at the bytes; some want to see an image's type before they do.
        string type = extension switch
        {
            ".jpg" or ".jpeg" => "image/jpeg",
            ".png" => "image/png",
            ".webp" => "image/webp",
            ".bmp" => "image/bmp",
            ".tif" or ".tiff" => "image/tiff",
            ".gif" => "image/gif",
            _ => "application/octet-stream",
        };
        Headers.ContentType = new MediaTypeHeaderValue(type);
        FileName = type.StartsWith("image/", StringComparison.Ordinal) ? "picture" + extension : "picture";
    }

    /// <summary>A name that says what kind of picture it is, and no more.</summary>
    public string FileName { get; }

    /// <summary>Bytes that are sent.</summary>
    public long Length => _picture.Length;

    /// <summary>Why the file could not be read; null where it was, or where the network failed.</summary>
    public Trouble? Trouble { get; private set; }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var file = Guarded(_picture.OpenRead);
            for (long left = Length; left > 0;)
            {
                int read = await GuardedAsync(file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken));
                if (read == 0)
                {
                    Trouble = new Trouble("The file became shorter while it was sent.");
                    throw new IOException(Trouble.Sentence);
                }

                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The client wraps what is thrown here just as it wraps faults of the network: only here the two can be told apart.
    private Stream Guarded(Func<Stream> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (PictureSource.Explain(e) is { } trouble)
        {
            Trouble = trouble;
            throw;
        }
    }

    private async ValueTask<int> GuardedAsync(ValueTask<int> reading)
    {
        try
        {
            return await reading;
        }
        catch (Exception e) when (PictureSource.Explain(e) is { } trouble)
        {
            Trouble = trouble;
            throw;
        }
    }
}
