using System.Collections.Concurrent;
using Argus.Inference.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.ModelServer.Loading;

/// <summary>Tells of downloads in logs: each note, and each tenth of a file.</summary>
internal sealed class DownloadLog : IProgress<ModelProgress>
{
    private readonly ConcurrentDictionary<string, long> _tenths = [];
    private volatile ILogger _log = NullLogger.Instance;

    /// <summary>Tells it to these logs from now on; nothing is told before the host has any.</summary>
    public void To(ILogger log) => _log = log;

    /// <inheritdoc/>
    public void Report(ModelProgress value)
    {
        if (value.Note is not null)
            Log.DownloadNote(_log, value.File, value.Note);
        if (value.Total <= 0)
            return;
        long tenth = value.Bytes * 10 / value.Total;
        if (_tenths.GetValueOrDefault(value.File, -1) < tenth)
        {
            _tenths[value.File] = tenth;
            Log.Downloaded(_log, value.File, value.Bytes, value.Total);
        }
    }
}
