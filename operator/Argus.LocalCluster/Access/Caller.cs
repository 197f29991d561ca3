namespace Argus.LocalCluster.Access;

/// <summary>Who asks.</summary>
internal sealed record Caller(string Name, string Uid, IReadOnlyList<string> Groups)
{
    public const string Masters = "system:masters";

    public static Caller Admin { get; } = new("admin", "admin", [Masters, "system:authenticated"]);

    public static Caller Anonymous { get; } = new("system:anonymous", "", ["system:unauthenticated"]);

    public bool IsMaster => Groups.Contains(Masters);
}
