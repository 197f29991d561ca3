namespace Argus.Data.Messaging.Kafka;

/// <summary>The three bands that priorities 0 to 10 fall into, because Kafka itself knows no priority.</summary>
public enum Band
{
    /// <summary>8 to 10.</summary>
    High,

    /// <summary>4 to 7, and retries.</summary>
    Normal,

    /// <summary>0 to 3.</summary>
    Low,
}
