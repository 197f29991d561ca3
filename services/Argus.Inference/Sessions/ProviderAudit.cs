using System.Collections.Immutable;
using System.Text.Json;

namespace Argus.Inference.Sessions;

/// <summary>What a graph was asked to run on, and what really ran it.</summary>
public sealed record ProviderAudit
{
    /// <summary>Providers that were asked for, in order.</summary>
    public required ImmutableArray<string> Requested { get; init; }

    /// <summary>Providers that ran nodes in the warm-up, most nodes first.</summary>
    public required ImmutableArray<string> Actual { get; init; }

    /// <summary>Nodes of the optimised graph by provider; empty where only the CPU was registered, since there is nothing to count.</summary>
    public ImmutableSortedDictionary<string, int> Nodes { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Nodes that computed on the CPU though a device was asked for. Arithmetic on shapes, which belongs there, does not count.</summary>
    public ImmutableArray<string> FallbackNodes { get; init; } = [];

    /// <summary>Whether a device was asked for and the CPU computes, all or some of it.</summary>
    public bool IsFallback => Requested.Any(p => p != ProviderNames.Cpu) && (!FallbackNodes.IsEmpty || Actual.All(p => p == ProviderNames.Cpu));

    /// <summary>Arithmetic in use: 32 or 16 bit.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Sentences about what was left out or replaced.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The audit of a graph for which only the CPU was registered.</summary>
    internal static ProviderAudit OnCpu(ProviderPlan plan) =>
        new() { Requested = plan.Requested, Actual = [ProviderNames.Cpu], Warnings = plan.Warnings };

    /// <summary>Reads the profile that ONNX Runtime wrote of the warm-up runs.</summary>
    /// <exception cref="JsonException">The profile is not whole.</exception>
    internal static ProviderAudit FromProfile(ReadOnlyMemory<byte> json, ProviderPlan plan, Precision precision)
    {
        using var profile = JsonDocument.Parse(json);
        var nodes = profile.RootElement.EnumerateArray().Where(IsKernel).DistinctBy(NodeName).ToArray();
        var counts = nodes.GroupBy(Provider).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return new ProviderAudit
        {
            Requested = plan.Requested,
            Actual = [.. counts.OrderByDescending(c => c.Value).Select(c => c.Key)],
            Nodes = counts,
            FallbackNodes = [.. nodes.Where(n => Provider(n) == ProviderNames.Cpu && Computes(n)).Select(NodeName)],
            Precision = precision,
            Warnings = plan.Warnings,
        };
    }

    private static bool IsKernel(JsonElement entry) =>
        entry.TryGetProperty("cat", out var kind) && kind.ValueEquals("Node")
        && entry.GetProperty("name").GetString()!.EndsWith("_kernel_time", StringComparison.Ordinal)
        && entry.GetProperty("args").TryGetProperty("provider", out _);

    private static string NodeName(JsonElement entry) =>
        $"{entry.GetProperty("args").GetProperty("op_name").GetString()} {entry.GetProperty("name").GetString()![..^"_kernel_time".Length]}";

    private static string Provider(JsonElement entry) => entry.GetProperty("args").GetProperty("provider").GetString()!;

    // ONNX Runtime keeps integer arithmetic on shapes on the CPU on purpose; what yields real numbers is work for the device.
    private static bool Computes(JsonElement entry) =>
        entry.GetProperty("args").TryGetProperty("output_type_shape", out var outputs)
        && outputs.EnumerateArray().Any(o => o.EnumerateObject().Any(t => t.Name.StartsWith("float", StringComparison.Ordinal) || t.Name is "double" or "bfloat16"));
}
