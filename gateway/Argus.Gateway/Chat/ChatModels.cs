using Argus.Gateway.Auth;
using Argus.Gateway.Routing;

namespace Argus.Gateway.Chat;

/// <summary>The models that one caller can ask for by name: each deployment with the task chat by its own name and its aliases.</summary>
internal static class ChatModels
{
    /// <summary>The path that makes a deployment one of them.</summary>
    public const string CompletionsPath = "/v1/chat/completions";

    /// <summary>Names with the deployment that each leads to. Of several that claim a name, the one with the better claim to the path has it.</summary>
    /// <param name="routes">The table.</param>
    /// <param name="host">Host that the request was sent to.</param>
    /// <param name="caller">Who asks; null where everybody may.</param>
    public static IReadOnlyDictionary<string, Backend> Of(RouteTable routes, string host, Caller? caller)
    {
        var names = new Dictionary<string, Backend>(StringComparer.Ordinal);
        foreach (var route in routes.OfferedAt(host, CompletionsPath))
        {
            var backend = route.Backend;
            if (caller is not null && !caller.Permissions.Covers(backend.Key.Namespace, backend.Key.Name))
                continue;
            foreach (string name in backend.Models)
                names.TryAdd(name, backend);
        }

        return names;
    }
}
