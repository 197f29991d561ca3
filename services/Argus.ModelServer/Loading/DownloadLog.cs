using System.Collections.Concurrent;
using Argus.Inference.Models;

namespace Argus.ModelServer.Loading;

/// <summary>Tells of downloads in logs: each note, and each tenth of a file.</summary>
internal sealed class DownloadLog(ILogger log) : IProgress<ModelProgress>
{
    private readonly ConcurrentDictionary<string, long> _tenths = [];

    /// <inheritdoc/>
    public void Report(ModelProgress value)
    {
        if (value.Note is not null)
            Log.DownloadNote(log, value.File, value.Note);
        if (value.Total <= 0)
            return;
        long tenth = value.Bytes * 10 / value.Total;
        if (_tenths.GetValueOrDefault(value.File, -1) < tenth)
        {
            _tenths[value.File] = tenth;
            Log.Downloaded(log, value.File, value.Bytes, value.Total);
        }
    }
}
