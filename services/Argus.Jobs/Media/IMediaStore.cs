using Argus.Data.Jobs;

namespace Argus.Jobs.Media;

/// <summary>Where pictures come from and results go: another service, or this process. Faults of the other side are values, not exceptions.</summary>
internal interface IMediaStore
{
    /// <summary>The file of a picture, whole.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancel">Breaks it off.</param>
    Task<MediaFile> FetchAsync(long id, CancellationToken cancel);

    /// <summary>The file of a video, on disk.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancel">Breaks it off.</param>
    Task<MediaVideo> FetchVideoAsync(long id, CancellationToken cancel);

    /// <summary>What the owner of a picture calls it; null where that is not known, for whatever reason.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancel">Breaks it off.</param>
    Task<string?> LabelAsync(long id, CancellationToken cancel);

    /// <summary>Gives the result of a job to the store. The same may come twice: the later one counts.</summary>
    /// <param name="job">The job, with its number of a picture.</param>
    /// <param name="result">The result as JSON text.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>Null: it has it. Otherwise why not, as a sentence; worth another try later.</returns>
    Task<string?> DeliverAsync(Job job, string result, CancellationToken cancel);
}
