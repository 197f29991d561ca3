namespace Argus.Kube.Api.Argus;

/// <summary>Conditions of a <see cref="ModelDeployment"/>, in the order in which they are met.</summary>
public static class ConditionTypes
{
    /// <summary>The spec is valid, the pack is there and its licence accepted.</summary>
    public const string Accepted = "Accepted";

    /// <summary>The pods report the digest that the spec leads to.</summary>
    public const string WeightsVerified = "WeightsVerified";

    /// <summary>Every pod has a node.</summary>
    public const string Scheduled = "Scheduled";

    /// <summary>The pods report the hardware that was asked for.</summary>
    public const string AcceleratorBound = "AcceleratorBound";

    /// <summary>A pod takes requests.</summary>
    public const string RouteReady = "RouteReady";

    /// <summary>Pods are being replaced or started.</summary>
    public const string Progressing = "Progressing";

    /// <summary>All of it: what the spec asks for is served.</summary>
    public const string Ready = "Ready";

    public static IReadOnlyList<string> All { get; } = [Accepted, WeightsVerified, Scheduled, AcceleratorBound, RouteReady, Progressing, Ready];
}
