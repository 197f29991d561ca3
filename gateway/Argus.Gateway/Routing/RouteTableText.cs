using System.Text;

namespace Argus.Gateway.Routing;

/// <summary>A table for people, logs and golden files.</summary>
internal static class RouteTableText
{
    /// <summary>Prints every route in the order in which requests meet them, and every deployment.</summary>
    public static string Print(RouteTable table)
    {
        var text = new StringBuilder();
        var byHost = table.Routes.GroupBy(r => r.Host, StringComparer.Ordinal).OrderBy(h => h.Key, StringComparer.Ordinal);
        foreach (var host in byHost)
        {
            text.Append(host.Key.Length == 0 ? "any host" : host.Key).Append('\n');
            foreach (var path in host.GroupBy(r => r.Route.Path.ToString(), StringComparer.Ordinal).OrderBy(p => p.Key, StringComparer.Ordinal))
                text.Append("  ").Append(path.Key).Append(" -> ").AppendJoin(", then ", path.Select(r => r.Route.Backend.Key)).Append('\n');
        }

        foreach (var backend in table.Backends)
            Print(text, backend);
        return text.ToString();
    }

    private static void Print(StringBuilder text, Backend backend)
    {
        text.Append(backend.Key).Append(": ").Append(backend.Task).Append(", ready ").Append(backend.State).Append('\n');
        text.Append("  pods ").AppendJoin(' ', backend.Stable.IsEmpty ? ["none"] : backend.Stable.Select(a => a.ToString())).Append('\n');
        if (!backend.Canary.IsEmpty)
            text.Append("  canary ").Append(backend.CanaryWeight).Append(" % to ").AppendJoin(' ', backend.Canary).Append('\n');
        if (backend.MaxFaces is { } faces)
            text.Append("  at most ").Append(faces).Append(" faces\n");
        if (backend.SleepsAfter is { } idle)
            text.Append("  sleeps after ").Append(idle.TotalSeconds).Append(" s\n");
        if (backend.Trouble is { } trouble)
            text.Append("  will not serve: ").Append(trouble).Append('\n');
    }
}
