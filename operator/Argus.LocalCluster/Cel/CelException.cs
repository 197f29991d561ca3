namespace Argus.LocalCluster.Cel;

/// <summary>An expression that cannot be compiled, or cannot be evaluated to the end. Never leaves this folder.</summary>
internal sealed class CelException(string message, int position = -1) : Exception(message)
{
    /// <summary>Where in the expression; -1 for faults of evaluation.</summary>
    public int Position { get; } = position;
}
