namespace Argus.Data.Messaging.Kafka;

/// <summary>What became of making topics.</summary>
/// <param name="Reason">Null: all are there. Else why not, as a sentence.</param>
/// <param name="IsAway">Whether no broker was reached, so that nothing can have been made or refused.</param>
public readonly record struct TopicMaking(string? Reason, bool IsAway = false);
