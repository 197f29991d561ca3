namespace Argus.ServiceDefaults.Problems;

/// <summary>Wrong fields of a request, of its query, headers and body, so that all of them are named at once.</summary>
public sealed class FieldErrors
{
    private Dictionary<string, string>? _errors;

    /// <summary>Whether there is none.</summary>
    public bool None => _errors is null;

    /// <summary>Adds one; the first of a field stays.</summary>
    public void Add(string field, string message) => (_errors ??= []).TryAdd(field, message);

    /// <summary>The answer that names them all.</summary>
    public Refusal ToRefusal() => new(422, string.Join(" ", (_errors ?? []).Select(e => $"{e.Key}: {e.Value}"))) { Errors = _errors };
}
