using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;

namespace Argus.Operator.Rendering;

/// <summary>What a pod needs for the device it was promised.</summary>
/// <param name="Resource">Extended resource, or null on a CPU.</param>
/// <param name="Providers">Execution providers in order of preference.</param>
/// <param name="Image">Image of the model server for the vendor.</param>
/// <param name="Expressions">What the labels of a node must be.</param>
/// <param name="Toleration">The taint that nodes with such a device have, or null.</param>
/// <param name="Groups">Groups that may open the device.</param>
internal sealed record HardwareNeeds(
    string? Resource,
    IReadOnlyList<string> Providers,
    string Image,
    JsonArray Expressions,
    JsonObject? Toleration,
    IReadOnlyList<long> Groups)
{
    // The labeller writes whole sizes as text, which can only be listed.
    private static readonly int[] AmdSizes = [4, 8, 12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256, 288];

    /// <summary>Works it out.</summary>
    public static HardwareNeeds Of(HardwareSpec hardware, PlanOptions options)
    {
        string[] cpu = hardware.Target != HardwareSpec.Cpu && hardware.Fallback == HardwareSpec.FallbackCpu ? ["CPUExecutionProvider"] : [];
        return hardware.Target switch
        {
            HardwareSpec.Nvidia => new(
                ResourceOf(hardware),
                ["TensorrtExecutionProvider", "CUDAExecutionProvider", .. cpu],
                options.NvidiaImage,
                NvidiaNodes(hardware),
                Tolerate("nvidia.com/gpu"),
                []),
            HardwareSpec.Amd => new(ResourceOf(hardware), ["MIGraphXExecutionProvider", .. cpu], options.AmdImage, AmdNodes(hardware), Tolerate("amd.com/gpu"), options.AmdGroups),
            _ => new(null, ["CPUExecutionProvider"], options.CpuImage, [], null, []),
        };
    }

    /// <summary>The extended resource, or null on a CPU.</summary>
    public static string? ResourceOf(HardwareSpec hardware) => hardware.Target switch
    {
        HardwareSpec.Nvidia when hardware.Mig is { } profile => $"nvidia.com/mig-{profile}",
        HardwareSpec.Nvidia when hardware.Shared is true => "nvidia.com/gpu.shared",
        HardwareSpec.Nvidia => "nvidia.com/gpu",
        HardwareSpec.Amd => "amd.com/gpu",
        _ => null,
    };

    private static JsonArray NvidiaNodes(HardwareSpec hardware)
    {
        bool shared = hardware.Shared is true;
        string device = hardware.Mig is { } profile ? $"nvidia.com/mig-{profile}" : "nvidia.com/gpu";
        var products = hardware.Products?.Order(StringComparer.Ordinal).SelectMany(p => shared ? [p, $"{p}-SHARED"] : (string[])[p]);
        return Json.List(
            products is null ? null : Expression("nvidia.com/gpu.product", "In", products),
            // The discovery writes MiB, and Gt compares whole numbers.
            Memory.Bytes(hardware.MinMemory) is { } bytes ? Expression($"{device}.memory", "Gt", [$"{(bytes + (1 << 20) - 1 >> 20) - 1}"]) : null,
            // Without this a device that is shared under its usual name would pass for a whole one.
            shared || hardware.Mig is not null ? null : Expression("nvidia.com/gpu.sharing-strategy", "NotIn", ["mps", "time-slicing"]));
    }

    private static JsonArray AmdNodes(HardwareSpec hardware) => Json.List(
        hardware.Products is null ? null : Expression("amd.com/gpu.product-name", "In", hardware.Products.Order(StringComparer.Ordinal)),
        Memory.Bytes(hardware.MinMemory) is { } bytes ? Expression("amd.com/gpu.vram", "In", AmdSizes.Where(size => (long)size << 30 >= bytes).Select(size => $"{size}G")) : null);

    private static JsonObject Expression(string key, string op, IEnumerable<string> values) =>
        Json.Map(("key", key), ("operator", op), ("values", Json.List(values.Select(v => (JsonNode?)v))));

    private static JsonObject Tolerate(string key) => Json.Map(("key", key), ("operator", "Exists"), ("effect", "NoSchedule"));
}
