namespace Argus.Kube.Client.Credentials;

/// <summary>What the program is given in <c>KUBERNETES_EXEC_INFO</c>, and what it prints.</summary>
internal sealed record ExecMessage
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public ExecSpec? Spec { get; init; }

    public ExecStatus? Status { get; init; }
}
