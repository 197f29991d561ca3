namespace Argus.LocalCluster.Node.Folders;

/// <summary>Removes folders. One in which a process that was left behind still writes, or that cannot be removed for another reason, is tried again until it is gone.</summary>
internal sealed partial class FolderRemover : IDisposable
{
    /// <summary>Between tries.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _left = [];

    public FolderRemover(TimeProvider time, ILogger logger)
    {
        _logger = logger;
        _timer = time.CreateTimer(_ => Again(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Removes a folder now, or as soon as it can be.</summary>
    public void Remove(string folder)
    {
        if (Try(folder) is not { } problem)
            return;
        lock (_lock)
        {
            if (!_left.Add(folder))
                return;
            LogLeft(_logger, folder, Wait, problem);
            _timer.Change(Wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Again()
    {
        string[] folders;
        lock (_lock)
            folders = [.. _left];
        var gone = folders.Where(folder => Try(folder) is null).ToList();
        lock (_lock)
        {
            _left.ExceptWith(gone);
            if (_left.Count > 0)
                _timer.Change(Wait, Timeout.InfiniteTimeSpan);
        }
    }

    private static string? Try(string folder)
    {
        try
        {
            FolderTree.Delete(folder);
            return null;
        }
        catch (IOException error)
        {
            return error.Message;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder {Folder} could not be removed, it is tried again every {Wait}: {Problem}")]
    private static partial void LogLeft(ILogger logger, string folder, TimeSpan wait, string problem);
}
