using System.Collections.Concurrent;
using System.Text.Json;
using Argus.Gateway.Auth;
using Argus.Kube.Api;
using Argus.ServiceDefaults.Auth;

namespace Argus.Gateway.ConsolePage;

/// <summary>One state as bytes of JSON: once for all who may see all of it, and once for each other set of permissions.</summary>
/// <param name="state">The state.</param>
/// <param name="madeAt">Timestamp of it.</param>
internal sealed class StateView(ConsoleState state, long madeAt)
{
    private readonly byte[] _all = Write(state);
    private readonly ConcurrentDictionary<Permissions, byte[]> _parts = [];

    /// <summary>Timestamp of the state.</summary>
    public long MadeAt => madeAt;

    /// <summary>What a caller may see of it, in the same bytes each time.</summary>
    public byte[] For(Permissions permissions) => permissions.CoversEveryDeployment ? _all : _parts.GetOrAdd(permissions, Part);

    private byte[] Part(Permissions permissions) => Write(state with
    {
        Deployments = [.. state.Deployments.Where(d => permissions.Covers(d.Namespace, d.Name))],
        Services = [.. state.Services.Where(s => permissions.Covers(s.Namespace, s.Name))],
    });

    private static byte[] Write(ConsoleState state) => JsonSerializer.SerializeToUtf8Bytes(state, ConsoleJson.Default.ConsoleState);
}
