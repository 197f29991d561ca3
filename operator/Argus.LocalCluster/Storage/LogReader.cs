namespace Argus.LocalCluster.Storage;

/// <summary>Reads logs and snapshots.</summary>
internal static class LogReader
{
    /// <summary>Gives every record of a file to <paramref name="each"/>, and returns how many bytes of it are good. A torn last record ends it.</summary>
    /// <exception cref="InvalidDataException">Good records follow bytes that cannot be read; the message says what to do.</exception>
    public static long Read(string path, Action<LogRecord> each)
    {
        ReadOnlyMemory<byte> bytes = File.ReadAllBytes(path);
        int at = 0;
        while (at < bytes.Length && LogRecord.TryRead(bytes[at..], out var record, out int length))
        {
            each(record);
            at += length;
        }
        if (at < bytes.Length && NextRecord(bytes, at + 1) is { } next)
            throw new InvalidDataException(
                $"The log {path} is damaged: bytes {at} to {next - 1} cannot be read, but later ones can. " +
                $"Put back a copy of the folder; or keep only what was written before the damage with 'truncate -s {at} {path}' (files with higher numbers must then be removed too); or move the folder away to begin empty.");
        return at;
    }

    private static int? NextRecord(ReadOnlyMemory<byte> bytes, int from)
    {
        ReadOnlySpan<byte> mark = [(byte)(LogRecord.Mark & 255), (byte)((LogRecord.Mark >> 8) & 255), (byte)((LogRecord.Mark >> 16) & 255), (byte)(LogRecord.Mark >> 24)];
        while (bytes.Span[from..].IndexOf(mark) is var found and >= 0)
        {
            if (LogRecord.TryRead(bytes[(from + found)..], out _, out _))
                return from + found;
            from += found + 1;
        }
        return null;
    }
}
