namespace Argus.Data.Jobs;

/// <summary>The right to work on a job, valid until the job is claimed by another, cancelled or ended.</summary>
/// <param name="JobId">Which job.</param>
/// <param name="Fence">The value of <see cref="Job.Fence"/> when it was claimed.</param>
public readonly record struct Lease(Guid JobId, long Fence);

/// <summary>A job that was claimed. Its <see cref="Job.DueAt"/> is the end of the lease, unless it is extended; after that another may get it.</summary>
/// <param name="Job">The job as it stands now.</param>
public sealed record Claim(Job Job)
{
    /// <summary>To be shown with all that is done to it.</summary>
    public Lease Lease => new(Job.Id, Job.Fence);
}
