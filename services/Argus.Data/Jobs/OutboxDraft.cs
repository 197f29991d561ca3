namespace Argus.Data.Jobs;

/// <summary>A message to be written to the outbox; its key is the job id.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Headers">Such as content-type and traceparent.</param>
/// <param name="Body">What is sent, as it is.</param>
public sealed record OutboxDraft(string Topic, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);
