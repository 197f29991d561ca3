namespace Argus.Data.Messaging.Events;

/// <summary>Names of the headers that messages carry.</summary>
public static class MessageHeaders
{
    public const string ContentType = "content-type";

    /// <summary>W3C trace context: what caused this message.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>W3C trace context: what tracing systems added.</summary>
    public const string TraceState = "tracestate";

    /// <summary>On a dead message: why it was refused; on one in a retry topic: why it is tried again.</summary>
    public const string Reason = "argus-reason";

    /// <summary>On a dead message: the topic that it came from.</summary>
    public const string SourceTopic = "argus-source-topic";

    /// <summary>On a dead message: the partition that it came from.</summary>
    public const string SourcePartition = "argus-source-partition";

    /// <summary>On a dead message: its offset there.</summary>
    public const string SourceOffset = "argus-source-offset";
}
