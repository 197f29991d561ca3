using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Argus.Jobs.Video;

/// <summary>Takes apart a stream of pictures, each with its length before it (multipart).</summary>
internal sealed class PictureParts(Stream stream)
{
    private const string LengthField = "content-length:";
    private const int LongestLine = 1024;
    private const int LargestPicture = 256 << 20;
    private readonly PipeReader _pipe = PipeReader.Create(stream);

    /// <summary>The next picture, or null at the end.</summary>
    /// <exception cref="InvalidDataException">It is no such stream, or ends in the middle of a picture.</exception>
    public async Task<byte[]?> NextAsync(CancellationToken cancel)
    {
        int? length = null;
        while (await LineAsync(cancel) is { } line)
        {
            if (line.Length == 0 && length is { } size)
                return await BytesAsync(size, cancel);
            if (line.StartsWith(LengthField, StringComparison.OrdinalIgnoreCase))
                length = int.TryParse(line.AsSpan(LengthField.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out int read) && read is >= 0 and <= LargestPicture ? read : throw new InvalidDataException($"A picture has no good length: '{line}'.");
        }

        return null;
    }

    private async Task<string?> LineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var read = await _pipe.ReadAsync(cancel);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                string line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _pipe.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
                return null;
            if (read.Buffer.Length > LongestLine)
                throw new InvalidDataException("There is no picture where one should begin.");
            _pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task<byte[]> BytesAsync(int size, CancellationToken cancel)
    {
        var read = await _pipe.ReadAtLeastAsync(size, cancel);
        if (read.Buffer.Length < size)
            throw new InvalidDataException("The last picture breaks off.");
        byte[] bytes = read.Buffer.Slice(0, size).ToArray();
        _pipe.AdvanceTo(read.Buffer.GetPosition(size));
        return bytes;
    }
}
