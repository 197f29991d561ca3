using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Deletion;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Definitions;

/// <summary>Begins to serve what CustomResourceDefinitions bring, says so in their status, and clears up after those that are deleted.</summary>
internal sealed partial class DefinitionController : BackgroundService
{
    private const string Key = "apiextensions.k8s.io/customresourcedefinitions";
    private readonly ObjectStore _store;
    private readonly CatalogHolder _catalog;
    private readonly Deleter _deleter;
    private readonly InternalWriter _writer;
    private readonly TimeProvider _clock;
    private readonly ILogger<DefinitionController> _logger;
    private readonly ChangeQueue _changes;
    private readonly Dictionary<string, (long Generation, bool Deleting)> _served = new(StringComparer.Ordinal);

    public DefinitionController(ObjectStore store, CatalogHolder catalog, Deleter deleter, InternalWriter writer, TimeProvider clock, ILogger<DefinitionController> logger)
    {
        (_store, _catalog, _deleter, _writer, _clock, _logger) = (store, catalog, deleter, writer, clock, logger);
        _changes = new ChangeQueue(store);
        // What was served before a restart is served from the first request on.
        foreach (var stored in _changes.Start.Of(Key).In(null))
            Serve(stored);
    }

    /// <summary>Sets a condition; true if that changed anything.</summary>
    public static bool SetCondition(JsonObject o, string type, string status, string reason, string message, string now)
    {
        if (o["status"] is not JsonObject own)
            o["status"] = own = [];
        if (own["conditions"] is not JsonArray conditions)
            own["conditions"] = conditions = [];
        var found = conditions.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == type);
        if (found is null)
        {
            conditions.Add(new JsonObject { ["type"] = type, ["status"] = status, ["lastTransitionTime"] = now, ["reason"] = reason, ["message"] = message });
            return true;
        }
        if (found.Text("status") == status && found.Text("reason") == reason && found.Text("message") == message)
            return false;
        if (found.Text("status") != status)
            found["lastTransitionTime"] = now;
        (found["status"], found["reason"], found["message"]) = (status, reason, message);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var stored in _changes.Start.Of(Key).In(null))
            Look(stored);
        await foreach (var change in _changes.ReadAllAsync(stoppingToken))
        {
            try
            {
                Take(change);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Failed(e, change.Object.Key.ToString());
            }
        }
    }

    private void Take(Change change)
    {
        var key = change.Object.Key;
        if (key.Resource == Key)
        {
            if (change.Type == ChangeType.Deleted)
            {
                _catalog.Set(key.Name, []);
                _served.Remove(key.Name);
                foreach (var other in _store.State.Of(Key).In(null))
                    Look(other);
            }
            else if (_store.State.Find(key) is { } now)
                Look(now);
        }
        else if (change.Type == ChangeType.Deleted && DefinitionOf(key.Resource) is { Facts.Deleting: true } terminating)
            Clear(terminating);
    }

    private StoredObject? DefinitionOf(string storageKey)
    {
        int slash = storageKey.IndexOf('/', StringComparison.Ordinal);
        return slash <= 0 ? null : _store.State.Find(new ObjectKey(Key, "", $"{storageKey[(slash + 1)..]}.{storageKey[..slash]}"));
    }

    private void Look(StoredObject stored)
    {
        if (stored.Facts.Deleting)
        {
            Serve(stored);
            Clear(stored);
            return;
        }
        string now = SystemFields.Timestamp(_clock);
        var conflict = Conflict(stored.Parse());
        _writer.Update(stored.Key, o => SetNames(o, conflict, now));
        if (conflict is not null || _store.State.Find(stored.Key) is not { } accepted)
            return;
        // Served before it says so, so that nobody who reads Established finds nothing.
        Serve(accepted, established: true);
        _writer.Update(stored.Key, o => SetCondition(o, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", now));
    }

    private void Serve(StoredObject stored, bool established = false)
    {
        var definition = stored.Parse();
        if (!established && Condition(definition, "Established") != "True")
            return;
        var state = (definition["metadata"]!.AsObject().Integer("generation") ?? 0, stored.Facts.Deleting);
        if (_served.TryGetValue(stored.Key.Name, out var known) && known == state)
            return;
        try
        {
            _catalog.Set(stored.Key.Name, CustomResources.Of(definition));
            _served[stored.Key.Name] = state;
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or ArgumentException)
        {
            Failed(e, stored.Key.Name);
        }
    }

    // Deletes the instances, and lets the definition go once there are none.
    private void Clear(StoredObject stored)
    {
        var spec = stored.Parse()["spec"]!.AsObject();
        string storageKey = $"{spec.Text("group")}/{spec["names"]!.AsObject().Text("plural")}";
        string now = SystemFields.Timestamp(_clock);
        if (_catalog.Current.FindStored(storageKey) is { } resource)
        {
            _writer.Update(stored.Key, o => SetCondition(o, "Terminating", "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress", now));
            foreach (var instance in _store.State.Of(storageKey).In(null))
                if (!instance.Facts.Deleting)
                    _deleter.Delete(resource, instance.Key, DeleteOptions.Background);
            if (_store.State.Of(storageKey).Count > 0)
                return;
        }
        _writer.Update(stored.Key, o =>
        {
            if (o["metadata"]!["finalizers"] is not JsonArray finalizers)
                return false;
            bool removed = finalizers.RemoveAll(f => f?.ToString() == Deleter.DefinitionFinalizer) > 0;
            return removed;
        });
    }

    private static bool SetNames(JsonObject definition, (string Reason, string Name)? conflict, string now)
    {
        var names = definition["spec"]!["names"]!.DeepClone().AsObject();
        if (conflict is { } taken)
        {
            if (taken.Reason == "KindConflict")
                names["kind"] = "";
            bool changed = SetCondition(definition, "NamesAccepted", "False", taken.Reason, $"\"{taken.Name}\" is already in use", now);
            changed |= SetCondition(definition, "Established", "False", "NotAccepted", "not all names are accepted", now);
            return SetAccepted(definition, names) || changed;
        }
        bool first = SetCondition(definition, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now);
        if (Condition(definition, "Established") != "True")
            first |= SetCondition(definition, "Established", "False", "Installing", "the initial names have been accepted", now);
        return SetAccepted(definition, names) || first;
    }

    private static bool SetAccepted(JsonObject definition, JsonObject names)
    {
        if (JsonNode.DeepEquals(definition["status"]!["acceptedNames"], names))
            return false;
        definition["status"]!["acceptedNames"] = names;
        return true;
    }

    private (string Reason, string Name)? Conflict(JsonObject definition)
    {
        string own = definition["metadata"]!.AsObject().Text("name")!, group = definition["spec"]!.AsObject().Text("group")!;
        var names = definition["spec"]!["names"]!.AsObject();
        var others = _catalog.Current.Resources.Where(r => r.Custom && r.Group == group && r.QualifiedPlural != own).ToArray();
        if (others.Any(r => r.Plural == names.Text("plural")))
            return ("PluralConflict", names.Text("plural")!);
        if (others.Any(r => r.Singular == names.Text("singular")))
            return ("SingularConflict", names.Text("singular")!);
        if (names.Strings("shortNames").FirstOrDefault(s => others.Any(r => r.ShortNames.Contains(s))) is { } taken)
            return ("ShortNamesConflict", taken);
        if (others.Any(r => r.Kind == names.Text("kind")))
            return ("KindConflict", names.Text("kind")!);
        return others.Any(r => r.ListKind == names.Text("listKind")) ? ("ListKindConflict", names.Text("listKind")!) : null;
    }

    private static string? Condition(JsonObject o, string type) =>
        (o["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == type)?.Text("status");

    [LoggerMessage(Level = LogLevel.Error, Message = "The definition {Name} could not be seen to")]
    private partial void Failed(Exception e, string name);
}
