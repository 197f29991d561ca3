using Argus.Gateway.Auth;
using Argus.Gateway.Limits;
using Argus.Gateway.Proxying;

namespace Argus.Gateway.Access;

/// <summary>A request from its first byte to the last of its answer, as the access log tells it.</summary>
/// <param name="start">Timestamp when it came.</param>
internal sealed class Visit(long start)
{
    private long _bytesIn;
    private long _bytesOut;

    /// <summary>Timestamp when it came.</summary>
    public long Start { get; } = start;

    /// <summary>Who sent it; null where nobody is asked, or it is not known.</summary>
    public Caller? Caller { get; set; }

    /// <summary>Why it was not let through; null where it was.</summary>
    public string? Denied { get; set; }

    /// <summary>Bytes of its body that were read.</summary>
    public long BytesIn => Volatile.Read(ref _bytesIn);

    /// <summary>Bytes of the answer's body.</summary>
    public long BytesOut => Volatile.Read(ref _bytesOut);

    /// <summary>Part of its body was read.</summary>
    public void Read(int bytes) => Interlocked.Add(ref _bytesIn, bytes);

    /// <summary>Part of the answer's body was written.</summary>
    public void Wrote(long bytes) => Interlocked.Add(ref _bytesOut, bytes);

    /// <summary>Refuses it.</summary>
    public Task DenyAsync(HttpContext http, Denial denial, GatewayMetrics metrics)
    {
        Denied = denial.Reason;
        metrics.Refused(denial.Reason);
        return denial.Refusal.WriteAsync(http);
    }
}
