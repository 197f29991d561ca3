using System.Collections.Frozen;
using System.Text.Json;
using Argus.Kube.Client;

namespace Argus.Kube.Tests.Recordings;

/// <summary>The call of the client that makes a recorded request; null where the client has none (tables, protobuf, discovery, bad requests).</summary>
internal static class RecordedCall
{
    private static readonly FrozenSet<string> ListParameters =
        FrozenSet.ToFrozenSet(["labelSelector", "fieldSelector", "limit", "continue", "resourceVersion", "resourceVersionMatch"]);

    private static readonly FrozenSet<string> WatchParameters =
        FrozenSet.ToFrozenSet(["watch", "labelSelector", "fieldSelector", "resourceVersion", "timeoutSeconds", "allowWatchBookmarks"]);

    private static readonly FrozenSet<string> WriteParameters = FrozenSet.ToFrozenSet(["fieldManager", "fieldValidation", "dryRun"]);

    private static readonly FrozenSet<string> ApplyParameters = FrozenSet.ToFrozenSet([.. WriteParameters, "force"]);

    public static Func<KubernetesClient, Task<object?>>? Find(Exchange exchange)
    {
        if (!exchange.HasResponse || exchange.Accept is not ("application/json" or "application/json, */*") || exchange.Target() is not { } target
            || exchange.Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("$omitted", out _))
            return null;
        var (type, ns, name, subresource) = target;
        bool plain = subresource is null;
        return exchange.Method switch
        {
            "GET" when exchange.IsWatch && name is null && Only(exchange, WatchParameters) =>
                async c => await Collect(exchange, c.Resource(type).WatchAsync(ns, WatchOptions(exchange))),
            "GET" when !exchange.IsWatch && name is null && Only(exchange, ListParameters) => async c => await c.Resource(type).ListAsync(ns, ListOptions(exchange)),
            "GET" when plain && name is not null && exchange.Query.Count == 0 => async c => await c.Resource(type).ReadAsync(name, ns),
            "GET" when subresource == "scale" && exchange.Query.Count == 0 => async c => await c.Resource(type).ReadScaleAsync(name!, ns),
            "POST" when name is null && IsWrite(exchange) && HasNamespace(exchange, ns) => async c => await c.Resource(type).CreateAsync(Body(exchange), WriteOptions(exchange, null)),
            "PUT" when name is not null && IsWrite(exchange) && HasNamespace(exchange, ns) && HasName(exchange, name) =>
                async c => await c.Resource(type).ReplaceAsync(Body(exchange), WriteOptions(exchange, subresource)),
            "PATCH" when name is not null && Only(exchange, ApplyParameters) && IsJson(exchange) => Patch(exchange, target),
            "DELETE" when plain && name is not null && exchange.Query.Count == 0 && DeleteOptions(exchange) is { } options =>
                async c => await c.Resource(type).DeleteAsync(name, ns, options.Value),
            _ => null,
        };
    }

    private static Func<KubernetesClient, Task<object?>>? Patch(Exchange exchange, (Kube.Api.ResourceType Type, string? Namespace, string? Name, string? Subresource) target)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(Body(exchange));
        var query = exchange.Query;
        if (exchange.ContentType == "application/apply-patch+yaml")
        {
            var options = new ApplyOptions
            {
                FieldManager = query.GetValueOrDefault("fieldManager"),
                Force = query.GetValueOrDefault("force") == "true",
                FieldValidation = query.GetValueOrDefault("fieldValidation"),
                DryRun = query.ContainsKey("dryRun"),
                Subresource = target.Subresource,
            };
            return async c => await c.Resource(target.Type).ApplyAsync(target.Name!, target.Namespace, body, options);
        }

        PatchType? type = exchange.ContentType switch
        {
            "application/merge-patch+json" => PatchType.Merge,
            "application/json-patch+json" => PatchType.Json,
            "application/strategic-merge-patch+json" => PatchType.Strategic,
            _ => null,
        };
        return type is null || query.ContainsKey("force") ? null : async c =>
            await c.Resource(target.Type).PatchAsync(target.Name!, target.Namespace, type.Value, body, WriteOptions(exchange, target.Subresource));
    }

    private static async Task<object?> Collect(Exchange exchange, IAsyncEnumerable<WatchEvent<JsonElement>> events)
    {
        var all = new RecordedWatch([], null);
        try
        {
            await foreach (var one in events)
            {
                all.Events.Add(one);
                if (all.Events.Count == exchange.Events.Count())
                    exchange.AllSeen.TrySetResult();
            }
        }
        catch (Exception error) when (error is KubernetesException or IOException or HttpRequestException)
        {
            return all with { Error = error };
        }

        return all;
    }

    private static ListOptions ListOptions(Exchange exchange) => new()
    {
        LabelSelector = exchange.Query.GetValueOrDefault("labelSelector"),
        FieldSelector = exchange.Query.GetValueOrDefault("fieldSelector"),
        Limit = exchange.Query.TryGetValue("limit", out string? limit) ? int.Parse(limit, null) : null,
        Continue = exchange.Query.GetValueOrDefault("continue"),
        ResourceVersion = exchange.Query.GetValueOrDefault("resourceVersion"),
        ResourceVersionMatch = exchange.Query.GetValueOrDefault("resourceVersionMatch"),
    };

    private static WatchOptions WatchOptions(Exchange exchange) => new()
    {
        LabelSelector = exchange.Query.GetValueOrDefault("labelSelector"),
        FieldSelector = exchange.Query.GetValueOrDefault("fieldSelector"),
        ResourceVersion = exchange.Query.GetValueOrDefault("resourceVersion"),
        Timeout = exchange.Query.TryGetValue("timeoutSeconds", out string? seconds) ? TimeSpan.FromSeconds(int.Parse(seconds, null)) : null,
        Bookmarks = exchange.Query.GetValueOrDefault("allowWatchBookmarks") is "true" or "1",
    };

    private static WriteOptions WriteOptions(Exchange exchange, string? subresource) => new()
    {
        FieldManager = exchange.Query.GetValueOrDefault("fieldManager"),
        FieldValidation = exchange.Query.GetValueOrDefault("fieldValidation"),
        DryRun = exchange.Query.ContainsKey("dryRun"),
        Subresource = subresource,
    };

    private static (bool Found, DeleteOptions? Value)? DeleteOptions(Exchange exchange)
    {
        if (exchange.RequestBody is not { ValueKind: JsonValueKind.Object } body)
            return exchange.RequestBody is null ? (true, null) : null;
        var options = new DeleteOptions();
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name == "propagationPolicy" && Enum.TryParse<PropagationPolicy>(property.Value.GetString(), out var policy))
                options = options with { Propagation = policy };
            else if (property.Name == "gracePeriodSeconds")
                options = options with { GracePeriodSeconds = property.Value.GetInt64() };
            else if (property.Name == "preconditions")
                options = options with { Preconditions = new() { Uid = Text(property.Value, "uid"), ResourceVersion = Text(property.Value, "resourceVersion") } };
            else if (property.Name is not ("kind" or "apiVersion"))
                return null;
        }

        return (true, options);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool Only(Exchange exchange, FrozenSet<string> parameters) =>
        exchange.Query.All(p => parameters.Contains(p.Key) && p.Value.Length > 0)
        && (!exchange.Query.TryGetValue("limit", out string? limit) || int.TryParse(limit, out _))
        && (!exchange.Query.TryGetValue("dryRun", out string? dryRun) || dryRun == "All")
        && (!exchange.Query.TryGetValue("watch", out string? watch) || watch is "true" or "1");

    private static bool IsWrite(Exchange exchange) =>
        exchange.ContentType == "application/json" && Only(exchange, WriteParameters) && exchange.RequestBody is { ValueKind: JsonValueKind.Object };

    private static bool IsJson(Exchange exchange) => exchange.RequestBody is { ValueKind: JsonValueKind.Object or JsonValueKind.Array };

    // The client takes the address of a new or replaced object from its body.
    private static bool HasNamespace(Exchange exchange, string? ns) => Metadata(exchange, "namespace") == ns;

    private static bool HasName(Exchange exchange, string name) => Metadata(exchange, "name") == name;

    private static string? Metadata(Exchange exchange, string field) =>
        Body(exchange).TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement Body(Exchange exchange) => exchange.RequestBody!.Value;
}
