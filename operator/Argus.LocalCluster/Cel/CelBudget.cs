namespace Argus.LocalCluster.Cel;

/// <summary>Steps that the rules of one object may take together, so that no rule can hold the server.</summary>
internal sealed class CelBudget(int steps = 1_000_000)
{
    public bool Spend() => steps-- > 0;
}
