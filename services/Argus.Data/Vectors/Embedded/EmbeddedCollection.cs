using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Argus.Data.Vectors.Embedded;

/// <summary>
/// One collection. Readers take the present snapshot and never wait. One writer takes all requests that have come, appends them as one frame,
/// flushes once, publishes the next snapshot and answers.
/// </summary>
internal sealed class EmbeddedCollection : IAsyncDisposable
{
    private const int MaxGroup = 4096;
    private readonly string _folder;
    private readonly EmbeddedVectorOptions _options;
    private readonly ILogger _logger;
    private readonly RowLayout _layout;
    private readonly Channel<WriteRequest> _requests = Channel.CreateUnbounded<WriteRequest>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<PointId, Place> _index = new();
    private readonly FrameWriter _frame = new();
    private readonly Task _writer;
    private Manifest _manifest;
    private volatile VectorSnapshot _snapshot;
    private VectorStoreRefusedException? _broken;

    /// <summary>Opens what is there.</summary>
    /// <exception cref="VectorStoreRefusedException">It is damaged.</exception>
    public EmbeddedCollection(string folder, EmbeddedVectorOptions options, ILogger logger)
    {
        (_folder, _options, _logger) = (folder, options, logger);
        _manifest = Manifest.Read(folder);
        Collection = new VectorCollection(_manifest.Name, _manifest.Dimension, _manifest.ModelDigest);
        _layout = new RowLayout(_manifest.Dimension, options.Quantised);
        DeleteLeftovers();
        var segments = LoadAll();
        var editor = new SnapshotEditor(segments.Select(SegmentView.Of), _index);
        foreach (var segment in segments)
            Replay(segment, 0, 0, editor);
        _snapshot = editor.Finish();
        editor.UpdateIndex();
        _frame.Clear();
        _writer = Task.Run(WriteAsync);
    }

    public VectorCollection Collection { get; }

    public VectorSnapshot Snapshot => _snapshot;

    private Segment Active => _snapshot.Views[^1].Segment;

    /// <summary>Makes a collection that is there wholly or not at all.</summary>
    public static void Create(string folder, string temporary, VectorCollection collection)
    {
        if (Directory.Exists(temporary))
            Directory.Delete(temporary, recursive: true);
        Directory.CreateDirectory(temporary);
        var first = SegmentFile.Create(Path.Combine(temporary, FileName(1)));
        new Manifest(Manifest.CurrentFormat, collection.Name, collection.Dimension, collection.ModelDigest, 2, [new(first.Name, null)]).Write(temporary);
        Directory.Move(temporary, folder);
        Libc.FlushFolder(Path.GetDirectoryName(folder)!);
    }

    /// <summary>The live row of an id.</summary>
    public Place? Find(PointId id)
    {
        if (!_index.TryGetValue(id, out var place))
            return null;
        // Taken after the look at the index: it has at least what the index had.
        var snapshot = _snapshot;
        return snapshot.ViewOf(place.Segment)?.IsDead(place.Row) == false ? place : snapshot.Find(id);
    }

    public Task WriteAsync(WriteRequest request) =>
        _requests.Writer.TryWrite(request) ? request.Done : throw new VectorStoreUnavailableException($"Collection '{Collection.Name}' was dropped or closed meanwhile.");

    /// <summary>Ends after all requests that have come.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _writer;
    }

    private static string FileName(int number) => $"{number:D6}.seg";

    private static void Replay(Segment segment, int fromRow, int fromDeletion, SnapshotEditor editor)
    {
        int deletion = fromDeletion;
        for (int row = fromRow; row <= segment.Count; row++)
        {
            for (; deletion < segment.Deletions.Count && segment.Deletions[deletion].BeforeRow == row; deletion++)
                editor.Remove(segment.Deletions[deletion].Id);
            if (row < segment.Count)
                editor.Put(new Place(segment, row));
        }
    }

    private async Task WriteAsync()
    {
        List<WriteRequest> group = [];
        while (await _requests.Reader.WaitToReadAsync())
        {
            int operations = 0;
            while (operations < MaxGroup && _requests.Reader.TryRead(out var request))
            {
                group.Add(request);
                operations += request.Operations.Count;
                if (!request.IsPlain)
                    break;
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<WriteRequest> group)
    {
        try
        {
            if (_broken is not null)
                throw _broken;
            foreach (var request in group)
                Add(request.Operations);
            CommitFrame();
            if (group[^1].Where is { } where)
                Add([.. _snapshot.Rows(where).Select(p => WriteOperation.Delete(p.Id))]);
            CommitFrame();
            if (group[^1].Compact)
                CompactAll();
        }
        catch (Exception error)
        {
            _frame.Clear();
            _broken ??= error as VectorStoreRefusedException;
            var told = error as VectorStoreException ?? new VectorStoreUnavailableException(
                $"Cannot write to {_folder}: {error.Message} Nothing that was acknowledged is lost; where the disk is full, free some space.", error);
            group.ForEach(r => r.Fail(told));
            return;
        }

        group.ForEach(r => r.Succeed());
    }

    private void Add(IReadOnlyList<WriteOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (_frame.IsFull || Active.Records + _frame.Records >= _options.SegmentRows)
                CommitFrame();
            if (Active.Records >= _options.SegmentRows)
            {
                Seal();
                CompactWhatPays();
            }

            _frame.Add(operation.Record, operation.Vector, operation.Payload);
        }
    }

    private void CommitFrame()
    {
        if (_frame.IsEmpty)
            return;
        var active = Active;
        var (row, deletion) = (active.Count, active.Deletions.Count);
        SegmentLoader.AddRecords(active, _layout, active.File.Append(_frame, _options.Flush), active.File.LastBody);
        _frame.Clear();
        var editor = new SnapshotEditor(_snapshot.Views, _index);
        Replay(active, row, deletion, editor);
        _snapshot = editor.Finish();
        editor.UpdateIndex();
    }

    private void Seal()
    {
        var active = Active;
        active.File.Flush();
        var file = SegmentFile.Create(Path.Combine(_folder, FileName(_manifest.NextFile)));
        SwapManifest([.. _manifest.Segments.SkipLast(1), new(active.File.Name, active.File.Length), new(file.Name, null)]);
        _snapshot = new VectorSnapshot([.. _snapshot.Views, SegmentView.Of(new Segment(file, _layout, _options.SegmentRows))]);
    }

    private void CompactAll()
    {
        if (Active.Records > 0)
            Seal();
        while (CompactionPlan.First(_snapshot, _options.SegmentRows, all: true) is { } run)
            Compact(run);
    }

    // What could not be won back now is tried again when the next segment is full.
    private void CompactWhatPays()
    {
        try
        {
            while (CompactionPlan.First(_snapshot, _options.SegmentRows, all: false) is { } run)
                Compact(run);
        }
        catch (IOException error)
        {
            _logger.CompactionFailed(Collection.Name, error);
        }
    }

    private void Compact(CompactionRun run)
    {
        string path = Path.Combine(_folder, FileName(_manifest.NextFile));
        Segment? segment;
        var old = run.Views.Select(v => v.Segment.File.Name).ToHashSet();
        int at = _manifest.Segments.TakeWhile(s => !old.Contains(s.File)).Count();
        try
        {
            segment = Compactor.Rewrite(run, path, _layout);
            ManifestSegment[] entry = segment is null ? [] : [new(segment.File.Name, segment.File.Length)];
            SwapManifest([.. _manifest.Segments.Take(at), .. entry, .. _manifest.Segments.Skip(at + run.Views.Count)]);
        }
        catch (IOException)
        {
            TryDelete(path);
            throw;
        }

        SegmentView[] view = segment is null ? [] : [SegmentView.Of(segment)];
        _snapshot = new VectorSnapshot([.. _snapshot.Views.Take(at), .. view, .. _snapshot.Views.Skip(at + run.Views.Count)]);
        for (int row = 0; row < segment?.Count; row++)
            _index[segment.Id(row)] = new Place(segment, row);
        foreach (var replaced in run.Views)
            TryDelete(replaced.Segment.File.Path);
        int before = run.Views.Sum(v => v.Count);
        _logger.Compacted(Collection.Name, run.Views.Count, before, segment?.Count ?? 0);
    }

    private void SwapManifest(IReadOnlyList<ManifestSegment> segments)
    {
        var next = _manifest with { Segments = segments, NextFile = _manifest.NextFile + 1 };
        next.Write(_folder);
        _manifest = next;
    }

    private Segment[] LoadAll()
    {
        var segments = new Segment[_manifest.Segments.Count];
        try
        {
            Parallel.For(0, segments.Length, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads }, i => segments[i] = Load(_manifest.Segments[i]));
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.Flatten().InnerExceptions[0]);
        }

        return segments;
    }

    private Segment Load(ManifestSegment entry)
    {
        string path = Path.Combine(_folder, entry.File);
        if (!File.Exists(path))
            throw new VectorStoreRefusedException($"{path} is missing. Put the folder back from a copy, or delete it and embed its media again.");
        var file = SegmentFile.Open(path);
        long bytes = file.Length;
        var segment = SegmentLoader.Load(file, entry.Bytes, _layout, entry.Bytes is null ? _options.SegmentRows : 0);
        if (entry.Bytes is null && file.Length < bytes)
            _logger.TailCutOff(path, bytes - file.Length);
        return segment;
    }

    private void DeleteLeftovers()
    {
        var known = _manifest.Segments.Select(s => s.File).ToHashSet();
        foreach (string path in Directory.EnumerateFiles(_folder, "*.seg").Where(p => !known.Contains(Path.GetFileName(p))))
            TryDelete(path);
    }

    private void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _logger.LeftoverStays(path, error);
        }
    }
}
