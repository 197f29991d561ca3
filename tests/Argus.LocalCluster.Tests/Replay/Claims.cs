namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Which recorded stories the local cluster claims to answer as the real server did, and which of their steps it does not, and why.</summary>
internal static class Claims
{
    public static IReadOnlyList<string> Stories { get; } =
    [
        "create-get-list/defaults-and-pruning", "create-get-list/pagination", "create-get-list/resource-version", "create-get-list/selectors", "create-get-list/tables-and-partial",
        "crd-lifecycle/create-to-established", "crd-lifecycle/delete-with-instances", "crd-lifecycle/not-accepted-and-invalid", "crd-lifecycle/schema-update",
        "deletion/collection", "deletion/namespace", "deletion/owner-references", "deletion/plain-and-finalizers",
        "leases-and-events/events", "leases-and-events/leases",
        "patch-types/apply-basics", "patch-types/apply-conflict", "patch-types/apply-deployment", "patch-types/apply-preconditions", "patch-types/apply-status",
        "patch-types/merge-and-json-patch", "patch-types/strategic-merge",
        "update-and-conflict/put-and-conflict", "update-and-conflict/scale-subresource", "update-and-conflict/status-subresource",
        "validation-errors/cel", "validation-errors/http", "validation-errors/metadata", "validation-errors/schema", "validation-errors/who-may",
        "watch/bookmarks-and-initial-events", "watch/list-then-watch", "watch/selectors", "watch/too-old",
        "kubectl/apply-client-side", "kubectl/apply-server-side",
    ];

    /// <summary>Steps, by story and number, that are answered otherwise.</summary>
    public static IReadOnlyDictionary<string, string> Unclaimed { get; } = new Dictionary<string, string>
    {
    };

    public static bool IsUnclaimed(string story, RecordedStep step) => Unclaimed.ContainsKey($"{story}#{step.Id}");

    /// <summary>Stories that were told of the same objects before.</summary>
    public static string[] Before(string story) => story switch
    {
        "create-get-list/tables-and-partial" => ["create-get-list/defaults-and-pruning"],
        "crd-lifecycle/not-accepted-and-invalid" => ["crd-lifecycle/create-to-established"],
        "crd-lifecycle/schema-update" => ["crd-lifecycle/create-to-established"],
        "crd-lifecycle/delete-with-instances" => ["crd-lifecycle/create-to-established", "crd-lifecycle/schema-update"],
        _ => [],
    };

    /// <summary>How many changes the cluster of a story remembers.</summary>
    public static int History(string story) => story == "watch/too-old" ? 1 : 20_000;
}
