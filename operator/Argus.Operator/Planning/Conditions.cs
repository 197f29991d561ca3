using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Meta;

namespace Argus.Operator.Planning;

/// <summary>Collects the conditions of a status; what did not change keeps its time.</summary>
internal sealed class Conditions(ModelDeployment resource, DateTimeOffset now)
{
    private readonly Dictionary<string, V1Condition> _found = [];

    /// <summary>What was found of an aspect.</summary>
    public V1Condition this[string type] => _found[type];

    public void True(string type, string reason, string message) => Set(type, "True", reason, message);

    public void False(string type, string reason, string message) => Set(type, "False", reason, message);

    public void Unknown(string type, string reason, string message) => Set(type, "Unknown", reason, message);

    /// <summary>All of them, in the order of <see cref="ConditionTypes.All"/>.</summary>
    public IReadOnlyList<V1Condition> ToList() => [.. ConditionTypes.All.Select(type => _found[type])];

    private void Set(string type, string status, string reason, string message)
    {
        var before = resource.Status?.Conditions?.FirstOrDefault(c => c.Type == type);
        var since = before?.Status == status ? before.LastTransitionTime : new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        _found[type] = new V1Condition(type, status, reason, message, since, resource.Metadata.Generation ?? 0);
    }
}
