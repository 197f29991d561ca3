namespace Argus.LocalCluster.Cel;

/// <summary>The variables that an expression sees, innermost first, and the work that is left to it.</summary>
internal sealed class CelScope(string name, object? value, CelScope? outer, CelBudget budget)
{
    public CelBudget Budget { get; } = budget;

    public CelScope With(string inner, object? bound) => new(inner, bound, this, Budget);

    public bool TryGet(string wanted, out object? found)
    {
        for (CelScope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Name != wanted)
                continue;
            found = scope.Value;
            return true;
        }

        found = null;
        return false;
    }

    private string Name => name;

    private object? Value => value;

    private CelScope? Outer => outer;
}
