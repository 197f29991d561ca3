using System.Globalization;
using System.Runtime.InteropServices;
using Argus.Kube.Api;

namespace Argus.LocalCluster.Node.Machine;

/// <summary>What this machine has.</summary>
/// <param name="NvidiaDevices">Numbers of the NVIDIA devices.</param>
/// <param name="AmdDevices">Number of AMD devices.</param>
internal sealed record MachineFacts(decimal Cpus, long MemoryBytes, long DiskBytes, IReadOnlyList<int> NvidiaDevices, int AmdDevices)
{
    private const string AmdVendor = "0x1002";

    /// <summary>Reads them; the disk is the one that holds the folder.</summary>
    public static MachineFacts Read(string dataDirectory) => new(
        Environment.ProcessorCount,
        Memory(),
        new DriveInfo(dataDirectory).TotalSize,
        Nvidia(),
        Amd());

    /// <summary>As a node's capacity.</summary>
    public Dictionary<string, ResourceQuantity> Capacity(int pods)
    {
        var capacity = new Dictionary<string, ResourceQuantity>
        {
            ["cpu"] = ResourceQuantity.FromDecimal(Cpus),
            ["memory"] = ResourceQuantity.FromBytes(MemoryBytes / 1024 * 1024),
            ["ephemeral-storage"] = ResourceQuantity.FromBytes(DiskBytes / 1024 * 1024),
            ["pods"] = ResourceQuantity.FromDecimal(pods),
        };
        if (NvidiaDevices.Count > 0)
            capacity["nvidia.com/gpu"] = ResourceQuantity.FromDecimal(NvidiaDevices.Count);
        if (AmdDevices > 0)
            capacity["amd.com/gpu"] = ResourceQuantity.FromDecimal(AmdDevices);
        return capacity;
    }

    /// <summary>As in GOARCH, by which nodes are labelled.</summary>
    public static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static long Memory()
    {
        string line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static List<int> Nvidia() =>
        [.. Directory.EnumerateFiles("/dev", "nvidia*")
            .Select(path => int.TryParse(Path.GetFileName(path).AsSpan("nvidia".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)
            .Where(number => number >= 0)
            .Order()];

    // The driver's own device must be there, and a card of the vendor that computes.
    private static int Amd() =>
        File.Exists("/dev/kfd") && Directory.Exists("/sys/class/drm")
            ? Directory.EnumerateDirectories("/sys/class/drm", "renderD*").Count(card => ReadOrEmpty(Path.Combine(card, "device", "vendor")) == AmdVendor)
            : 0;

    private static string ReadOrEmpty(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";
}
