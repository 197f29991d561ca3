using System.Collections.Immutable;

namespace Argus.LocalCluster.Definitions;

/// <summary>The kinds served now: the built-in ones, and those that definitions brought.</summary>
internal sealed class CatalogHolder
{
    private readonly Lock _lock = new();
    private ImmutableDictionary<string, CustomKind> _custom = ImmutableDictionary.Create<string, CustomKind>(StringComparer.Ordinal);
    private volatile ApiCatalog _current = new(BuiltInResources.All);

    public ApiCatalog Current => _current;

    /// <summary>Serves what the definition of a name brings; nothing where <paramref name="resources"/> is empty.</summary>
    public void Set(string definition, IReadOnlyList<ApiResource> resources)
    {
        CustomKind? gone = null;
        lock (_lock)
        {
            if (resources.Count == 0)
            {
                if (!_custom.TryGetValue(definition, out gone))
                    return;
                _custom = _custom.Remove(definition);
            }
            else
                _custom = _custom.SetItem(definition, new CustomKind(resources, _custom.GetValueOrDefault(definition)?.Gone ?? new CancellationTokenSource()));
            _current = new ApiCatalog([.. BuiltInResources.All, .. _custom.OrderBy(c => c.Key, StringComparer.Ordinal).SelectMany(c => c.Value.Resources)]);
        }
        gone?.Gone.Cancel();
    }

    /// <summary>Signalled when a custom resource is served no longer.</summary>
    public CancellationToken GoneToken(ApiResource resource) =>
        resource.Custom && _custom.GetValueOrDefault(resource.QualifiedPlural) is { } kind ? kind.Gone.Token : CancellationToken.None;

    private sealed record CustomKind(IReadOnlyList<ApiResource> Resources, CancellationTokenSource Gone);
}
