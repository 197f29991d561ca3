namespace Argus.Kube.Api.Core;

/// <summary>One thing to do.</summary>
public sealed record V1LifecycleHandler
{
    public V1ExecAction? Exec { get; init; }

    public V1HttpGetAction? HttpGet { get; init; }

    public V1SleepAction? Sleep { get; init; }

    public V1TcpSocketAction? TcpSocket { get; init; }
}
