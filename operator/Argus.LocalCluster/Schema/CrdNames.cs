using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>Which names of a definition are free in its group.</summary>
/// <param name="Accepted">The names that it may be served by.</param>
/// <param name="Reason">Reason of the NamesAccepted condition, <c>NoConflicts</c> where all are free.</param>
/// <param name="Message">Its message.</param>
public sealed record CrdNames(JsonObject Accepted, string Reason, string Message)
{
    /// <summary>Compares the wanted names with those that other definitions of the group were given.</summary>
    /// <param name="wanted">spec.names.</param>
    /// <param name="others">status.acceptedNames of the group's other definitions.</param>
    public static CrdNames Accept(JsonObject wanted, IReadOnlyList<JsonObject> others)
    {
        var resources = new HashSet<string>(others.SelectMany(Resources), StringComparer.Ordinal);
        var kinds = new HashSet<string>(others.SelectMany(Kinds), StringComparer.Ordinal);
        JsonObject accepted = wanted.DeepClone().AsObject();
        string reason = "NoConflicts", message = "no conflicts found";
        foreach ((string field, string conflict, HashSet<string> taken) in (ReadOnlySpan<(string, string, HashSet<string>)>)
            [("plural", "PluralConflict", resources), ("singular", "SingularConflict", resources),
             ("kind", "KindConflict", kinds), ("listKind", "ListKindConflict", kinds)])
        {
            if (wanted.Text(field) is not { Length: > 0 } name || !taken.Contains(name))
                continue;
            (reason, message) = (conflict, $"{Causes.Quoted(name)} is already in use");
            if (field is "plural" or "kind")
                accepted[field] = "";
            else
                accepted.Remove(field);
        }

        string[] clashes = [.. wanted.Strings("shortNames").Where(resources.Contains)];
        if (clashes.Length > 0)
        {
            (reason, message) = ("ShortNamesConflict", string.Join(", ", clashes.Select(name => $"{Causes.Quoted(name)} is already in use")));
            accepted.Remove("shortNames");
        }

        return new CrdNames(accepted, reason, message);
    }

    private static IEnumerable<string> Kinds(JsonObject names) =>
        new[] { names.Text("kind"), names.Text("listKind") }.OfType<string>().Where(name => name.Length > 0);

    private static IEnumerable<string> Resources(JsonObject names) =>
        new[] { names.Text("plural"), names.Text("singular") }.OfType<string>().Where(name => name.Length > 0).Concat(names.Strings("shortNames"));
}
