namespace Argus.LocalCluster.Controllers.Work;

/// <summary>An event to be recorded once what it tells of was done.</summary>
/// <param name="Type"><c>Normal</c> or <c>Warning</c>.</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Note">For a person.</param>
internal sealed record PlannedEvent(string Type, string Reason, string Note)
{
    public static PlannedEvent Normal(string reason, string note) => new("Normal", reason, note);

    public static PlannedEvent Warning(string reason, string note) => new("Warning", reason, note);
}
