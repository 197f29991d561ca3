namespace Argus.Kube.Api.Argus;

/// <summary>When one flow runs.</summary>
public sealed record FlowSchedule
{
    /// <summary>The five fields of cron, in UTC.</summary>
    public string? Schedule { get; init; }

    /// <summary>Whether no further run begins.</summary>
    public bool Suspend { get; init; }
}
