namespace Argus.LocalCluster.Cel;

/// <summary>An evaluation that failed. It is a value, because <c>a || b</c> holds where one side holds and the other fails.</summary>
internal sealed record CelError(string Message)
{
    public static readonly CelError NoOverload = new("no such overload");
}
