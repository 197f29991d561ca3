namespace Argus.Kube.Api.Core;

/// <summary>A check of a container; one of exec, gRPC, HTTP and TCP.</summary>
public sealed record V1Probe
{
    public V1ExecAction? Exec { get; init; }

    public int? FailureThreshold { get; init; }

    public V1GrpcAction? Grpc { get; init; }

    public V1HttpGetAction? HttpGet { get; init; }

    public int? InitialDelaySeconds { get; init; }

    public int? PeriodSeconds { get; init; }

    public int? SuccessThreshold { get; init; }

    public V1TcpSocketAction? TcpSocket { get; init; }

    public long? TerminationGracePeriodSeconds { get; init; }

    public int? TimeoutSeconds { get; init; }
}
