using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Storage;

/// <summary>
/// All objects: in memory for reading, in an append-only log for keeping. Writes are one after the other and
/// acknowledged once the operating system has them; readers take <see cref="State"/> and never wait.
/// </summary>
internal sealed partial class ObjectStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StoreOptions _options;
    private readonly DataFolder _folder;
    private readonly ILogger<ObjectStore> _logger;
    private readonly ITimer _flush;
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.Ordinal);
    private readonly List<Action<Change>> _observers = [];
    private readonly List<(long Version, TaskCompletionSource Done)> _waiters = [];
    private readonly long _startVersion;
    private LogFile _log;
    private Task _compaction = Task.CompletedTask;
    private long _flushed;
    private volatile StoreState _state;

    /// <exception cref="IOException">The folder is in use or cannot be written.</exception>
    /// <exception cref="InvalidDataException">The files are damaged; the message says what to do.</exception>
    public ObjectStore(StoreOptions options, TimeProvider clock, ILogger<ObjectStore> logger)
    {
        _options = options;
        _logger = logger;
        _folder = new DataFolder(options.DataDirectory);
        _folder.Claim();
        try
        {
            (_state, _log) = _folder.Load();
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
        // Versions begin at one, since a client means "any" by zero.
        _state = _state.Version == 0 ? _state with { Version = 1 } : _state;
        _startVersion = _state.Version;
        _flushed = _log.Length;
        _flush = clock.CreateTimer(_ => Flush(), null, options.FlushEvery, options.FlushEvery);
        int count = _state.Resources.Values.Sum(r => r.Count);
        Loaded(count, options.DataDirectory, _state.Version);
    }

    /// <summary>Everything, as of one version.</summary>
    public StoreState State => _state;

    /// <summary>The changes of one resource (<see cref="ObjectKey.Resource"/>).</summary>
    public ResourceLog Changes(string resource) =>
        _logs.GetOrAdd(resource, static (name, store) => new ResourceLog(name, store._startVersion, store._options.History), this);

    /// <summary>Keeps an object in place of <paramref name="expected"/>, or as a new one where that is null. Its metadata must hold a resourceVersion, which is replaced.</summary>
    public WriteOutcome Put(ObjectKey key, StoredObject? expected, JsonObject document, int maxBytes = int.MaxValue)
    {
        // Serialized before the lock is taken: within it only the version is put in.
        if (Json.SerializeBounded(document) is not { } serialized)
            return new WriteOutcome.TooDeep();
        var encoded = EncodedObject.Locate(serialized);
        if (encoded.Bytes.Length > maxBytes)
            return new WriteOutcome.TooLarge();
        lock (_lock)
        {
            if (!ReferenceEquals(_state.Find(key), expected))
                return new WriteOutcome.Stale(_state.Find(key));
            long version = _state.Version + 1;
            byte[] bytes = encoded.At(version);
            if (_log.Append(new LogRecord(key, version, bytes)) is { } reason)
                return NotStoredNeedsLock(reason);
            var stored = new StoredObject(key, version, bytes);
            _state = _state.With(stored);
            TellNeedsLock(new Change(expected is null ? ChangeType.Added : ChangeType.Modified, stored, expected));
            return new WriteOutcome.Done(stored);
        }
    }

    /// <summary>Removes <paramref name="expected"/>; gives its last state, with <paramref name="last"/> as its content where that is given, at the version of the removal.</summary>
    public WriteOutcome Delete(StoredObject expected, JsonObject? last = null)
    {
        var encoded = EncodedObject.Locate(last is null ? expected.Bytes : Json.Serialize(last));
        lock (_lock)
        {
            if (!ReferenceEquals(_state.Find(expected.Key), expected))
                return new WriteOutcome.Stale(_state.Find(expected.Key));
            long version = _state.Version + 1;
            if (_log.Append(new LogRecord(expected.Key, version, default)) is { } reason)
                return NotStoredNeedsLock(reason);
            var gone = new StoredObject(expected.Key, version, encoded.At(version));
            _state = _state.Without(expected.Key, version);
            TellNeedsLock(new Change(ChangeType.Deleted, gone, expected));
            return new WriteOutcome.Done(gone);
        }
    }

    /// <summary>The objects of a resource as they were at <paramref name="version"/>, or null where that is forgotten.</summary>
    public ResourceObjects? ObjectsAt(string resource, long version)
    {
        StoreState state;
        Change? change;
        lock (_lock)
        {
            state = _state;
            change = Changes(resource).At(version);
        }
        if (change is null)
            return null;
        var later = new Stack<Change>();
        while (change.Next.IsCompleted && change.Next.Result.Version <= state.Version)
            later.Push(change = change.Next.Result);
        var objects = state.Of(resource);
        foreach (var undone in later)
            objects = undone.Previous is { } previous ? objects.With(previous) : objects.Without(undone.Object.Key);
        return objects;
    }

    /// <summary>Waits until what has been asked for so far is on disk.</summary>
    public void Dispose()
    {
        _flush.Dispose();
        _compaction.Wait();
        lock (_lock)
        {
            _log.Flush();
            _log.Dispose();
            _folder.Dispose();
        }
    }

    /// <summary>Waits until <see cref="State"/> is at <paramref name="version"/> or beyond.</summary>
    public Task ReachAsync(long version, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_state.Version >= version)
                return Task.CompletedTask;
            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((version, waiter));
            return waiter.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gives every change from now on to <paramref name="observer"/>, in order, while the store is locked: it must be quick. Returns the state that they build on.</summary>
    public StoreState Observe(Action<Change> observer)
    {
        lock (_lock)
        {
            _observers.Add(observer);
            return _state;
        }
    }

    private void TellNeedsLock(Change change)
    {
        Changes(change.Object.Key.Resource).AppendNeedsLock(change);
        foreach (var observer in _observers)
            observer(change);
        if (_waiters.Count > 0)
            foreach (var waiter in _waiters.FindAll(w => w.Version <= change.Version))
            {
                _waiters.Remove(waiter);
                waiter.Done.SetResult();
            }
        CompactNeedsLock();
    }

    private WriteOutcome.NotStored NotStoredNeedsLock(string reason)
    {
        CannotWrite(_log.Path, reason);
        return new WriteOutcome.NotStored(reason);
    }

    private void Flush()
    {
        LogFile log;
        long length;
        lock (_lock)
            (log, length) = (_log, _log.Length);
        if (length == Interlocked.Exchange(ref _flushed, length))
            return;
        try
        {
            log.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            CannotWrite(log.Path, e.Message);
        }
    }

    private void CompactNeedsLock()
    {
        if (_log.Length < _options.CompactAfter || !_compaction.IsCompleted)
            return;
        var state = _state;
        var old = _log;
        try
        {
            _log = _folder.BeginLog(state.Version);
        }
        catch (IOException e)
        {
            CannotWrite(old.Path, e.Message);
            return;
        }
        _compaction = Task.Run(() => Compact(state, old));
    }

    private void Compact(StoreState state, LogFile old)
    {
        try
        {
            old.Flush();
            old.Dispose();
            _folder.WriteSnapshot(state);
        }
        catch (IOException e)
        {
            // The logs are all still there: nothing is lost, the next compaction tries again.
            CannotWrite(old.Path, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded {Count} objects from {Folder}, version {Version}")]
    private partial void Loaded(int count, string folder, long version);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot write {Path}: {Reason}. Reads go on; free some space.")]
    private partial void CannotWrite(string path, string reason);
}
