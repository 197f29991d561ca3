namespace Argus.LocalCluster.Node.Machine;

/// <summary>Gives containers the accelerators that they ask for.</summary>
internal sealed class DeviceAllocator(MachineFacts machine)
{
    public const string Nvidia = "nvidia.com/gpu";
    public const string Amd = "amd.com/gpu";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReadOnlyList<int>> _given = [];

    /// <summary>Devices for a container; the ones it had, where it had some. Null when there are not enough.</summary>
    /// <param name="holder">The container.</param>
    /// <param name="resource">Such as <c>nvidia.com/gpu</c>.</param>
    /// <param name="count">How many it asks for.</param>
    /// <param name="before">What it had before.</param>
    public IReadOnlyList<int>? Take(string holder, string resource, int count, IReadOnlyList<int> before)
    {
        lock (_lock)
        {
            var taken = _given.Where(entry => entry.Key.StartsWith(resource, StringComparison.Ordinal) && entry.Key != Key(resource, holder)).SelectMany(entry => entry.Value).ToHashSet();
            var all = resource == Nvidia ? machine.NvidiaDevices : [.. Enumerable.Range(0, machine.AmdDevices)];
            var free = all.Where(device => !taken.Contains(device)).ToList();
            if (free.Count < count)
                return null;
            IReadOnlyList<int> chosen = before.Count == count && before.All(free.Contains) ? before : free[..count];
            _given[Key(resource, holder)] = chosen;
            return chosen;
        }
    }

    public void Release(string holder)
    {
        lock (_lock)
        {
            _given.Remove(Key(Nvidia, holder));
            _given.Remove(Key(Amd, holder));
        }
    }

    private static string Key(string resource, string holder) => $"{resource}|{holder}";
}
