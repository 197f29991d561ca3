using System.Text.Json.Serialization;

namespace Argus.Kube.Api.Coordination;

/// <summary>Holder and times of a Lease.</summary>
public sealed record V1LeaseSpec
{
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>Null or empty when nobody holds it.</summary>
    public string? HolderIdentity { get; init; }

    public int? LeaseDurationSeconds { get; init; }

    /// <summary>How often the holder changed.</summary>
    public int? LeaseTransitions { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }
}
