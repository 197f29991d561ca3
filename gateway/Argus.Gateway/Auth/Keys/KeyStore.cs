using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;

namespace Argus.Gateway.Auth.Keys;

/// <summary>The keys in use. Readers take the book without a lock; it is replaced whole when the files change.</summary>
internal sealed class KeyStore : BackgroundService
{
    private readonly string _path;
    private readonly LimitSettings _defaults;
    private readonly TimeProvider _time;
    private readonly ILogger<KeyStore> _log;
    private readonly KeyFolder _folder;
    private volatile KeyBook _current = KeyBook.Empty;

    /// <summary>Reads the keys for the first time.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="defaults">Limits where a file names none.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Told of files that cannot be used.</param>
    public KeyStore(string path, LimitSettings defaults, TimeProvider time, ILogger<KeyStore> log)
    {
        (_path, _defaults, _time, _log) = (path, defaults, time, log);
        _folder = new KeyFolder(path, log);
        Reload();
        if (_current.Count == 0)
            Log.NoKeys(log, path);
    }

    /// <summary>The newest book.</summary>
    public KeyBook Current => _current;

    /// <summary>Reads the folder; one caller at a time.</summary>
    internal void Reload()
    {
        if (_folder.Read() is not { } files)
            return;
        _current = _current.Next(files, _defaults, _time, _log);
        Log.KeysRead(_log, _current.Count);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new FileWatch(_path, _time, _log).RunAsync(Reload, stoppingToken);
}
