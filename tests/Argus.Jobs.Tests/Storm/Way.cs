namespace Argus.Jobs.Tests.Storm;

/// <summary>How a job comes.</summary>
internal enum Way
{
    /// <summary>POST /job, with an idempotency key.</summary>
    Rest,

    /// <summary>A message that names the id of the job.</summary>
    KafkaWithId,

    /// <summary>A message as small as can be, written twice.</summary>
    KafkaTwice,
}
