using Microsoft.Extensions.Logging;

namespace Argus.Data.Vectors.Embedded;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: cut off {Bytes} bytes of a write that was interrupted and never acknowledged")]
    public static partial void TailCutOff(this ILogger logger, string path, long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rewrote {Segments} segments of collection {Collection}: {RowsBefore} rows became {RowsAfter}")]
    public static partial void Compacted(this ILogger logger, string collection, int segments, int rowsBefore, int rowsAfter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot rewrite segments of collection {Collection} to win back room; it is tried again after further writes")]
    public static partial void CompactionFailed(this ILogger logger, string collection, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot delete {Path}, which is of no use any more")]
    public static partial void LeftoverStays(this ILogger logger, string path, Exception error);
}
