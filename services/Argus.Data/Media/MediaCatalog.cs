using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;

namespace Argus.Data.Media;

/// <summary>
/// Uploaded pictures in a folder: the files named by their SHA-256, so that the same bytes are kept once, and <c>media.db</c> (SQLite) with what is known of them.
/// What was answered is on disk; kill -9 at any moment leaves an entity whole or not at all. Every method throws <see cref="JobStoreException"/> where the disk cannot do it.
/// </summary>
public sealed class MediaCatalog : IAsyncDisposable
{
    private const int SweepStep = 256;
    private readonly MediaFolder _folder;
    private readonly SqliteWriter _writer;
    private readonly SqliteReads _reads;
    private readonly TimeProvider _time;

    private MediaCatalog(MediaFolder folder, SqliteSession session, string database, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        _reads = new(database);
        _writer = new(session, database, (_, _) => { });
    }

    /// <summary>Opens a folder, makes it where it is not there, and clears away uploads that were under way when the process before it ended.</summary>
    /// <param name="path">Of the folder, on a local disk.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="JobStoreException">It cannot be written, or another process uses it.</exception>
    public static MediaCatalog Open(string path, TimeProvider time)
    {
        path = Path.GetFullPath(path);
        var folder = new MediaFolder(path);
        try
        {
            string database = Path.Combine(path, "media.db");
            return new(folder, SqliteOpening.Open(database, "Media"), database, time);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Begins to take a file; to be disposed of, added or not.</summary>
    public MediaUpload BeginUpload() => _folder.Begin();

    /// <summary>Adds a collection, which has no file.</summary>
    public Task<MediaEntity> AddCollectionAsync(string label, CancellationToken cancel = default) =>
        _writer.DoAsync(session => MediaTable.Add(session, label, isCollection: true, null, _time.Now()), cancel);

    /// <summary>Adds a file that is complete.</summary>
    /// <param name="upload">Can be written no more after it.</param>
    /// <param name="label">What its owner calls it.</param>
    /// <param name="name">Of the file; null where it is not known.</param>
    /// <param name="mimeType">By its bytes.</param>
    /// <param name="cancel">Not heeded once it is being written.</param>
    public async Task<MediaEntity> AddAsync(MediaUpload upload, string label, string? name, string mimeType, CancellationToken cancel = default)
    {
        string sha256 = await Task.Run(upload.Complete, cancel);
        var file = new MediaContent(name, mimeType, upload.Size, sha256);
        try
        {
            // The file moves on the thread of the writer, as files are deleted there: the last owner of the same bytes may be going at this moment.
            return await _writer.DoAsync(
                session =>
                {
                    _folder.Keep(upload, sha256);
                    return MediaTable.Add(session, label, isCollection: false, file, _time.Now());
                },
                cancel);
        }
        catch
        {
            await TryDropAsync(sha256);
            throw;
        }
    }

    /// <summary>One entity, or null.</summary>
    public Task<MediaEntity?> FindAsync(long id, CancellationToken cancel = default) => _reads.DoAsync(session => MediaTable.Find(session, id), cancel);

    /// <summary>Entities, newest first.</summary>
    /// <param name="below">Only numbers below this one; <see cref="long.MaxValue"/> for the first page.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancel">Breaks it off.</param>
    public Task<IReadOnlyList<MediaEntity>> ListAsync(long below, int max, CancellationToken cancel = default) =>
        _reads.DoAsync<IReadOnlyList<MediaEntity>>(session => MediaTable.List(session, below, max), cancel);

    /// <summary>Opens the file of an entity for reading; it can be read to its end even where the entity is deleted meanwhile. Null where it is gone.</summary>
    public FileStream? OpenFile(MediaContent file)
    {
        string path = _folder.PathOf(file.Sha256);
        try
        {
            return MediaDisk.Do(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous));
        }
        catch (JobStoreException error) when (error.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes an entity with its results, and its file unless another entity has the same.</summary>
    /// <returns>False: there is none.</returns>
    public async Task<bool> DeleteAsync(long id, CancellationToken cancel = default)
    {
        var entity = await FindAsync(id, cancel);
        if (entity is null || !await _writer.DoAsync(session => MediaTable.Delete(session, id), cancel))
            return false;
        // Only after the transaction is on disk: were it rolled back, the entity would be without its file.
        if (entity.File is { } file)
            await DropAsync([file.Sha256]);
        return true;
    }

    /// <summary>Keeps the result of a job; of one task type the later counts.</summary>
    /// <returns>False: there is no such entity.</returns>
    public Task<bool> PutResultAsync(long entity, Guid job, string task, string result, CancellationToken cancel = default) =>
        _writer.DoAsync(session => MediaTable.Put(session, entity, new(job, task, result, _time.Now())), cancel);

    /// <summary>The results of an entity, by task type.</summary>
    public Task<IReadOnlyList<MediaResult>> ResultsAsync(long entity, CancellationToken cancel = default) =>
        _reads.DoAsync<IReadOnlyList<MediaResult>>(session => MediaTable.Results(session, entity), cancel);

    /// <summary>Deletes files that no entity has, as a process leaves them that ends between two steps. Others may work meanwhile.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(CancellationToken cancel = default)
    {
        int gone = 0;
        foreach (string[] some in _folder.All().Chunk(SweepStep))
        {
            cancel.ThrowIfCancellationRequested();
            gone += await DropAsync(some);
        }

        return gone;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _reads.Dispose();
        _folder.Dispose();
    }

    private async Task TryDropAsync(string file)
    {
        try
        {
            await DropAsync([file]);
        }
        catch (JobStoreException)
        {
            // The next sweep finds it.
        }
    }

    /// <summary>Deletes those of the files that no entity has.</summary>
    private Task<int> DropAsync(string[] files) => _writer.DoAsync(
        session =>
        {
            string[] unwanted = [.. files.Where(file => !MediaTable.IsWanted(session, file))];
            foreach (string file in unwanted)
                _folder.Delete(file);
            return unwanted.Length;
        },
        CancellationToken.None);
}
