using Argus.Data.Jobs;
using Argus.Data.Media;
using Argus.Jobs.Configuration;
using Argus.Jobs.Http;

namespace Argus.Jobs.Media;

/// <summary>Pictures that were uploaded to this process.</summary>
internal sealed class EmbeddedMediaStore(MediaCatalog catalog, JobsOptions options) : IMediaStore
{
    /// <inheritdoc/>
    public async Task<MediaFile> FetchAsync(long id, CancellationToken cancel)
    {
        try
        {
            if (await catalog.FindAsync(id, cancel) is not { } entity)
                return MediaFile.Missing($"The media store has no entity {id}.");
            if (entity.File is not { } file)
                return MediaFile.Missing($"Entity {id} of the media store is a collection and has no file.");
            if (file.Size > options.MaxBytes)
                return MediaFile.Missing($"The file of entity {id} has {file.Size} bytes, and at most {options.MaxBytes} are taken.");
            await using var stream = catalog.OpenFile(file);
            if (stream is null || stream.Length != file.Size)
                return MediaFile.Missing($"The file of entity {id} is gone.");
            byte[] bytes = new byte[file.Size];
            await stream.ReadExactlyAsync(bytes, cancel);
            return MediaFile.Of(bytes);
        }
        catch (Exception error) when (error is JobStoreException or IOException)
        {
            return MediaFile.Of(Fault.Away($"The media store cannot be read: {error.Message}"));
        }
    }

    /// <inheritdoc/>
    public async Task<MediaVideo> FetchVideoAsync(long id, CancellationToken cancel)
    {
        try
        {
            if (await catalog.FindAsync(id, cancel) is not { } entity)
                return MediaVideo.Missing($"The media store has no entity {id}.");
            if (entity.File is not { } file)
                return MediaVideo.Missing($"Entity {id} of the media store is a collection and has no file.");
            if (file.Size > options.MaxVideoBytes)
                return MediaVideo.Missing($"The file of entity {id} has {file.Size} bytes, and ARGUS_MAX_VIDEO_BYTES allows {options.MaxVideoBytes}.");
            await using var stream = catalog.OpenFile(file);
            return stream is null || stream.Length != file.Size ? MediaVideo.Missing($"The file of entity {id} is gone.") : MediaVideo.At(stream.Name);
        }
        catch (Exception error) when (error is JobStoreException or IOException)
        {
            return MediaVideo.Of(Fault.Away($"The media store cannot be read: {error.Message}"));
        }
    }

    /// <inheritdoc/>
    public async Task<string?> LabelAsync(long id, CancellationToken cancel)
    {
        try
        {
            return await catalog.FindAsync(id, cancel) is { Label.Length: > 0 } entity ? entity.Label : null;
        }
        catch (JobStoreException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<string?> DeliverAsync(Job job, string result, CancellationToken cancel)
    {
        try
        {
            return await catalog.PutResultAsync(job.MediaStoreId, job.Id, job.TaskType, result, cancel) ? null : $"The media store has no entity {job.MediaStoreId}.";
        }
        catch (JobStoreException error)
        {
            return $"The media store cannot be written: {error.Message}";
        }
    }
}
