namespace Argus.Kube.Api.Argus;

/// <summary>The device that each pod gets.</summary>
/// <param name="Count">Devices for each pod.</param>
public sealed record HardwareSpec(int Count = 1)
{
    public const string Nvidia = "nvidia";
    public const string Amd = "amd";
    public const string Cpu = "cpu";
    public const string FallbackNever = "Never";
    public const string FallbackCpu = "CPU";

    public static IReadOnlyList<string> Targets { get; } = [Nvidia, Amd, Cpu];

    public static IReadOnlyList<string> Precisions { get; } = ["auto", "fp32", "fp16"];

    public string Target { get; init => field = value ?? Cpu; } = Cpu;

    /// <summary>Least memory of the device, as a quantity.</summary>
    public string? MinMemory { get; init; }

    /// <summary>Products that will do, as node labels spell them.</summary>
    public IReadOnlyList<string>? Products { get; init; }

    /// <summary>MIG profile, such as <c>1g.10gb</c>.</summary>
    public string? Mig { get; init; }

    /// <summary>Whether a time-sliced device will do.</summary>
    public bool? Shared { get; init; }

    public string Precision { get; init => field = value ?? "auto"; } = "auto";

    public string Fallback { get; init => field = value ?? FallbackNever; } = FallbackNever;
}
