using System.Text.Json.Nodes;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Access;

/// <summary>Questions that are asked by creating them: who am I, may I, may they, whose token is this.</summary>
internal sealed class ReviewHandler(AccessRules rules, Authenticator authenticator, TimeProvider clock)
{
    /// <summary>Kinds by group and plural.</summary>
    public static IReadOnlyList<(string Group, string Plural, string Kind, bool Namespaced)> Kinds { get; } =
    [
        ("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview", false),
        ("authentication.k8s.io", "tokenreviews", "TokenReview", false),
        ("authorization.k8s.io", "localsubjectaccessreviews", "LocalSubjectAccessReview", true),
        ("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview", false),
        ("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview", false),
        ("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview", false),
    ];

    /// <summary>Kind of such a question, or null.</summary>
    public static string? KindOf(ApiRequest request) =>
        Kinds.FirstOrDefault(k => k.Group == request.Group && k.Plural == request.Resource && request.Version == "v1").Kind;

    public async Task<StatusFault?> CreateAsync(HttpContext http, string kind, ApiRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (request.Verb != "create")
            return StatusFault.MethodNotAllowed;
        var (body, tooLarge) = await RequestBody.ReadAsync(http.Request, cancellationToken);
        if (body is null)
            return tooLarge;
        JsonObject asked;
        if (body.MediaType == "application/vnd.kubernetes.protobuf")
        {
            if (ProtobufReview.Read(body.Bytes, kind) is not { } read)
                return StatusFault.BadRequest($"the object provided is unrecognized (must be of type {kind}): it is no protobuf of that type");
            asked = read;
        }
        else if (body.GoodJson(out var node, out _) is { } bad)
            return StatusFault.BadRequest($"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {bad}");
        else
            asked = node as JsonObject ?? [];

        var answer = new JsonObject { ["kind"] = kind, ["apiVersion"] = $"{request.Group}/v1", ["metadata"] = new JsonObject() };
        if (asked["spec"] is { } spec)
            answer["spec"] = spec.DeepClone();
        if (kind == "SelfSubjectReview")
            answer["metadata"]!["creationTimestamp"] = SystemFields.Timestamp(clock);
        answer["status"] = Answer(kind, asked["spec"] as JsonObject ?? [], caller);
        await AnswerWriter.WriteJsonAsync(http, 201, answer);
        return null;
    }

    private JsonObject Answer(string kind, JsonObject spec, Caller caller) => kind switch
    {
        "SelfSubjectReview" => new JsonObject { ["userInfo"] = User(caller) },
        "TokenReview" => authenticator.Knows(spec.Text("token") ?? "")
            ? new JsonObject { ["authenticated"] = true, ["user"] = User(Caller.Admin) }
            : new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" },
        "SelfSubjectRulesReview" => Rules(caller),
        "SelfSubjectAccessReview" => Allowed(spec, caller),
        _ => Allowed(spec, new Caller(spec.Text("user") ?? "", spec.Text("uid") ?? "", spec.Strings("groups"))),
    };

    private JsonObject Allowed(JsonObject spec, Caller caller)
    {
        bool allowed = caller.IsMaster;
        if (spec["resourceAttributes"] is JsonObject asked)
        {
            string resource = asked.Text("resource") ?? "", subresource = asked.Text("subresource") ?? "";
            allowed = rules.Allows(new AccessQuestion(
                caller, asked.Text("verb") ?? "", asked.Text("group") ?? "", subresource.Length == 0 ? resource : $"{resource}/{subresource}", asked.Text("namespace") ?? "", asked.Text("name") ?? ""));
        }
        return new JsonObject { ["allowed"] = allowed };
    }

    private static JsonObject Rules(Caller caller)
    {
        static JsonArray Any() => ["*"];
        return caller.IsMaster
            ? new JsonObject
            {
                ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = Any(), ["apiGroups"] = Any(), ["resources"] = Any() }),
                ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = Any(), ["nonResourceURLs"] = Any() }),
                ["incomplete"] = false,
            }
            : new JsonObject { ["resourceRules"] = new JsonArray(), ["nonResourceRules"] = new JsonArray(), ["incomplete"] = true, ["evaluationError"] = "only the rules of cluster administrators are listed" };
    }

    private static JsonObject User(Caller caller) => new()
    {
        ["username"] = caller.Name,
        ["uid"] = caller.Uid,
        ["groups"] = new JsonArray([.. caller.Groups.Select(g => (JsonNode)g)]),
    };
}
