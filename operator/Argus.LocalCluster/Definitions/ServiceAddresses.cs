using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Tables;

namespace Argus.LocalCluster.Definitions;

/// <summary>Gives Services addresses out of the cluster's range: each belongs to one Service at a time, and stays with it.</summary>
internal sealed class ServiceAddresses
{
    private const string Services = "/services";
    private const string Headless = "None";

    private readonly IPNetwork _range;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _stored = new(StringComparer.Ordinal);

    // Of Services that are being written: two at once must not be given the same.
    private readonly HashSet<string> _promised = new(StringComparer.Ordinal);
    private uint _next;

    public ServiceAddresses(ObjectStore store, ClusterOptions options)
    {
        _range = options.ServiceAddresses;
        foreach (var service in store.Observe(Take).Of(Services).In(null))
            Keep(service);
    }

    /// <summary>Fills in the address of a Service that has none, or holds the one that it names. Dispose what it gives once the Service is stored, or was not.</summary>
    public IDisposable? Reserve(ApiResource resource, JsonObject service, JsonObject? old, List<FieldCause> causes)
    {
        if (!ReferenceEquals(resource.Rules, CoreKinds.Services) || service["spec"] is not JsonObject spec || spec.Text("type") == "ExternalName")
            return null;
        string? wanted = spec.Text("clusterIP") is { Length: > 0 } named ? named : spec.Strings("clusterIPs") is [var listed, ..] ? listed : null;
        string? promised = null;
        if (wanted is null)
            promised = wanted = Free(causes);
        else if (wanted != Headless && wanted != (old?["spec"] as JsonObject)?.Text("clusterIP") && Claim(wanted, causes))
            promised = wanted;
        if (causes.Count > 0 || wanted is null)
            return null;
        spec["clusterIP"] = wanted;
        spec["clusterIPs"] = new JsonArray(wanted);
        spec["ipFamilies"] ??= new JsonArray("IPv4");
        spec["ipFamilyPolicy"] ??= "SingleStack";
        return promised is null ? null : new Promise(this, promised);
    }

    private string? Free(List<FieldCause> causes)
    {
        uint size = (uint)(1L << (32 - _range.PrefixLength)), first = BinaryPrimitives.ReadUInt32BigEndian(_range.BaseAddress.GetAddressBytes());
        lock (_lock)
        {
            // The first and the last look like a network and a broadcast address.
            for (uint tried = 0; tried < size - 2; tried++)
            {
                _next = _next >= size - 2 ? 1 : _next + 1;
                string address = Text(first + _next);
                if (!_stored.Contains(address) && _promised.Add(address))
                    return address;
            }
        }

        causes.Add(Causes.Invalid("spec.clusterIPs", new JsonArray(), $"failed to allocate a serviceIP: range is full: {_range}"));
        return null;
    }

    private bool Claim(string wanted, List<FieldCause> causes)
    {
        if (!IPAddress.TryParse(wanted, out var address) || address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
            causes.Add(Causes.Invalid("spec.clusterIPs[0]", wanted, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
        else if (!_range.Contains(address))
            causes.Add(Failed(wanted, $"the provided IP ({wanted}) is not in the valid range. The range of valid IPs is {_range}"));
        else
        {
            lock (_lock)
            {
                if (!_stored.Contains(wanted) && _promised.Add(wanted))
                    return true;
            }

            causes.Add(Failed(wanted, "provided IP is already allocated"));
        }

        return false;
    }

    private static FieldCause Failed(string wanted, string why) => Causes.Invalid("spec.clusterIPs", new JsonArray(wanted), $"failed to allocate IP {wanted}: {why}");

    private void Take(Change change)
    {
        if (change.Object.Key.Resource != Services)
            return;
        if (change.Previous is { } before && AddressOf(before) is { } given)
        {
            lock (_lock)
                _stored.Remove(given);
        }

        if (change.Type != ChangeType.Deleted)
            Keep(change.Object);
    }

    private void Keep(StoredObject service)
    {
        if (AddressOf(service) is not { } address)
            return;
        lock (_lock)
            _stored.Add(address);
    }

    private static string? AddressOf(StoredObject service)
    {
        using var document = JsonDocument.Parse(service.Bytes);
        return Cells.Text(document.RootElement, "spec", "clusterIP") is { Length: > 0 } address and not Headless ? address : null;
    }

    private static string Text(uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes).ToString();
    }

    private sealed class Promise(ServiceAddresses addresses, string address) : IDisposable
    {
        public void Dispose()
        {
            lock (addresses._lock)
                addresses._promised.Remove(address);
        }
    }
}
