using Argus.Kube.Api;

namespace Argus.Gateway.Routing;

/// <summary>What of a request decides where it goes.</summary>
/// <param name="Host">Name that it was sent to, without port, in lower case.</param>
/// <param name="Path">Decoded and without dot segments.</param>
/// <param name="Method">In upper case.</param>
/// <param name="Body">Kind of its body.</param>
/// <param name="Deployment">The one that the caller names, <c>name</c> or <c>namespace/name</c>; null takes any.</param>
internal readonly record struct RouteQuery(string Host, string Path, string Method, BodyKind Body, string? Deployment = null)
{
    /// <summary>Whether the caller wants this one, or any.</summary>
    public bool Wants(ObjectKey key)
    {
        if (Deployment is not { } wanted)
            return true;
        int slash = wanted.IndexOf('/', StringComparison.Ordinal);
        return wanted.AsSpan(slash + 1).SequenceEqual(key.Name) && (slash < 0 || wanted.AsSpan(0, slash).SequenceEqual(key.Namespace));
    }
}
