using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Which recorded stories the local cluster claims to answer as the real server did, and which of their steps it does not, and why.</summary>
internal static class Claims
{
    /// <remarks>Of faults/, the two about a server that stops are told by StopTests; the two about too many requests are not claimed: nothing is refused for being too many.</remarks>
    public static IReadOnlyList<string> Stories { get; } =
    [
        "create-get-list/defaults-and-pruning", "create-get-list/pagination", "create-get-list/pagination-expired", "create-get-list/resource-version", "create-get-list/selectors", "create-get-list/tables-and-partial",
        "crd-lifecycle/create-to-established", "crd-lifecycle/delete-with-instances", "crd-lifecycle/not-accepted-and-invalid", "crd-lifecycle/schema-update",
        "deletion/collection", "deletion/namespace", "deletion/owner-references", "deletion/plain-and-finalizers",
        "discovery/aggregated", "discovery/core-and-groups", "discovery/openapi-v3", "discovery/resource-lists", "discovery/version-and-health",
        "faults/request-timeout",
        "kubectl/api-resources-and-auth", "kubectl/apply-client-side", "kubectl/cold-and-warm-cache", "kubectl/diff", "kubectl/explain",
        "kubectl/differences-in-1.36", "kubectl/wait", "kubectl/rollout", "kubectl/logs-and-exec", "kubectl/get-watch", "kubectl/get", "kubectl/describe",
        "kubectl/delete", "kubectl/change", "kubectl/apply-server-side",
        "leases-and-events/events", "leases-and-events/leases",
        "patch-types/apply-basics", "patch-types/apply-conflict", "patch-types/apply-deployment", "patch-types/apply-preconditions", "patch-types/apply-status",
        "patch-types/merge-and-json-patch", "patch-types/strategic-merge",
        "update-and-conflict/put-and-conflict", "update-and-conflict/scale-subresource", "update-and-conflict/status-subresource",
        "validation-errors/cel", "validation-errors/http", "validation-errors/metadata", "validation-errors/schema", "validation-errors/who-may",
        "watch/bookmarks-and-initial-events", "watch/list-then-watch", "watch/selectors", "watch/too-old",
    ];

    /// <summary>Stories that are told one after the other, with controllers and nodes.</summary>
    public static IReadOnlyList<string> Workloads { get; } =
        ["workloads/deployment-rollout", "workloads/progress-deadline", "workloads/pending-gpu-pod", "workloads/service-endpointslice", "workloads/pdb-eviction-hpa"];

    /// <summary>Steps, by story and number, that are answered otherwise.</summary>
    private static readonly (string Story, string Steps, string Why)[] Unclaimed =
    [
        ("crd-lifecycle/create-to-established", "4", Race),
        ("crd-lifecycle/schema-update", "1", OtherBody),
        ("create-get-list/tables-and-partial", "7 8", OtherObjects),
        ("deletion/namespace", "6", Race),
        ("deletion/owner-references", "0", "Two dependents that go at once go in another order."),
        ("deletion/plain-and-finalizers", "23 25", Elsewhere),
        ("discovery/openapi-v3", "5", "OpenAPI v3 is given as JSON alone."),
        ("discovery/version-and-health", "2 4 6 7", OtherChecks),
        ("faults/request-timeout", "17 18 19 20 21 22", NoQuota),
        ("faults/request-timeout", "23 24 25 26 27", NoPolicy),
        ("kubectl/api-resources-and-auth", "11.0", NoTokens),
        ("kubectl/change", "3.1", Controlled),
        ("kubectl/change", "16.1", NotServed),
        ("kubectl/rollout", "0.2 2.1 2.2 5.0 5.1 6.0 6.1", Controlled),
        ("kubectl/get-watch", "0.1 1.1 3.1 4.1", Elsewhere),
        ("kubectl/differences-in-1.36", "29.1 30.1", TypedBookmark),
        ("kubectl/delete", "4.1", Race),
        ("kubectl/logs-and-exec", "0.1 2.2 4.1", NoKubelet),
        ("kubectl/differences-in-1.36", "11.0 11.1 12.0 12.1 13.0 29.0 30.0 31.0", Controlled),
        ("kubectl/get", "16.1 18.7", OtherObjects),
        ("kubectl/get", "18.3 18.5 18.8 18.10", NotServed),
        ("kubectl/wait", "4.2 8.0 8.1 8.2 8.3", Elsewhere),
        ("leases-and-events/events", "17", "The message names the random part of a generated name."),
        ("leases-and-events/leases", "9 10", WholeObject),
        ("patch-types/apply-conflict", "10 12 13 14", OtherBody),
        ("patch-types/apply-preconditions", "1 2 4", OtherBody),
        ("patch-types/apply-status", "11", Elsewhere),
        ("patch-types/merge-and-json-patch", "7", WholeObject),
        ("update-and-conflict/put-and-conflict", "4 5 6", OtherBody),
        ("update-and-conflict/scale-subresource", "3", OtherBody),
        ("update-and-conflict/scale-subresource", "8", "A negative number is refused by the schema alone, not a second time by the subresource."),
        ("update-and-conflict/status-subresource", "9", "One of four causes is worded with another path."),
        ("validation-errors/cel", "5", OtherBody),
        ("validation-errors/metadata", "5 27", WrongTypeWarning),
        ("validation-errors/who-may", "29", "Only the administrator may speak as others; a caller without rights is itself played by impersonation."),
        ("watch/bookmarks-and-initial-events", "14", "It lasts longer than a minute; bookmarks are tested with a clock of their own."),
        ("watch/list-then-watch", "7 9", WatchPath),
        ("watch/too-old", "1", OtherObjects),
        ("workloads/pdb-eviction-hpa", "12 13 15", NoAutoscaler),
        ("workloads/pdb-eviction-hpa", "14", "autoscaling/v1 is not served."),
        ("workloads/service-endpointslice", "3", "Endpoints, which are deprecated, are not served."),
    ];

    private const string NoAutoscaler = "No controller looks after HorizontalPodAutoscalers.";
    private const string OtherBody = "The recording holds a body that was changed after it was sent.";
    private const string WholeObject = "The message repeats the whole object, times included.";
    private const string Elsewhere = "Objects were changed outside of the story.";
    private const string OtherObjects = "It lists objects that the recorded cluster had of its own.";
    private const string Race = "A matter of milliseconds.";
    private const string OtherChecks = "A server names its own checks.";
    private const string NoQuota = "There are no ResourceQuotas.";
    private const string NoTokens = "There are no tokens but the administrator's: nothing could check them.";
    private const string Controlled = "A controller's work, and none runs here.";
    private const string TypedBookmark = "The bookmark of a built-in kind leaves out what is empty.";
    private const string NoKubelet = "Recorded without a kubelet, of which the error speaks.";
    private const string NotServed = "A kind that is not served.";
    private const string NoPolicy = "There are no ValidatingAdmissionPolicies.";
    private const string WrongTypeWarning = "A body of another version is refused without a warning about its fields.";
    private const string WatchPath = "The old /watch/ paths are not served.";

    /// <summary>What others did just before a step of a story.</summary>
    public static IEnumerable<(string Method, string Path, JsonNode Body, string Type)> Meanwhile(string story, string step) => (story, step) switch
    {
        ("update-and-conflict/scale-subresource", "1") =>
        [
            ("PATCH", "/apis/argus.dev/v1alpha1/namespaces/upd/modeldeployments/three/status", JsonNode.Parse("{\"status\":{\"replicas\":1,\"selector\":\"app=three\"}}")!, "application/merge-patch+json"),
        ],
        ("create-get-list/tables-and-partial", "0") =>
        [
            ("PATCH", "/apis/argus.dev/v1alpha1/namespaces/recs/modeldeployments/plain/status", JsonNode.Parse("""
                {"status":{"conditions":[{"type":"Ready","status":"True","reason":"Serving","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"}],"readyReplicas":1}}
                """)!, "application/merge-patch+json"),
        ],
        ("create-get-list/resource-version", "1") =>
        [
            ("POST", "/apis/argus.dev/v1alpha1/namespaces/pages/modeldeployments", JsonNode.Parse("{\"apiVersion\":\"argus.dev/v1alpha1\",\"kind\":\"ModelDeployment\",\"metadata\":{\"name\":\"after\"},\"spec\":{\"task\":\"embedding\",\"model\":{\"pack\":\"p\"}}}")!, "application/json"),
        ],
        ("update-and-conflict/scale-subresource", "11") =>
        [
            ("POST", "/apis/apps/v1/namespaces/upd/deployments", JsonNode.Parse("""
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"d"}},
                "template":{"metadata":{"labels":{"a":"d"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
                """)!, "application/json"),
        ],
        // Long ago: the history between is forgotten.
        ("create-get-list/pagination-expired", "0") => Enumerable.Repeat(Ages("/apis/argus.dev/v1alpha1/namespaces/pages/modeldeployments"), 15).SelectMany(changes => changes),
        _ => [],
    };

    /// <summary>Two changes, after which all is as before.</summary>
    public static IEnumerable<(string Method, string Path, JsonNode Body, string Type)> Ages(string collection) =>
    [
        ("POST", collection, JsonNode.Parse("{\"apiVersion\":\"argus.dev/v1alpha1\",\"kind\":\"ModelDeployment\",\"metadata\":{\"name\":\"aged\"},\"spec\":{\"task\":\"embedding\",\"model\":{\"pack\":\"p\"}}}")!, "application/json"),
        ("DELETE", $"{collection}/aged", new JsonObject(), "application/json"),
    ];

    public static bool IsUnclaimed(string story, RecordedStep step) => Unclaimed.Any(u => u.Story == story && u.Steps.Split(' ').Contains(step.Id));

    /// <summary>Stories that were told of the same objects before.</summary>
    public static string[] Before(string story) => story switch
    {
        "create-get-list/tables-and-partial" => ["create-get-list/defaults-and-pruning"],
        "create-get-list/resource-version" or "create-get-list/selectors" => ["create-get-list/pagination"],
        "crd-lifecycle/not-accepted-and-invalid" => ["crd-lifecycle/create-to-established"],
        "crd-lifecycle/schema-update" => ["crd-lifecycle/create-to-established"],
        "crd-lifecycle/delete-with-instances" => ["crd-lifecycle/create-to-established", "crd-lifecycle/schema-update"],
        _ => [],
    };

    /// <summary>How many changes the cluster of a story remembers.</summary>
    public static int History(string story) => story is "watch/too-old" or "create-get-list/pagination" or "create-get-list/pagination-expired" or "create-get-list/resource-version" ? 25 : 20_000;
}
