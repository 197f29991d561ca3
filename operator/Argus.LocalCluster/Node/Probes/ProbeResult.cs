namespace Argus.LocalCluster.Node.Probes;

/// <summary>What one probe found.</summary>
/// <param name="Output">Why it failed.</param>
internal sealed record ProbeResult(bool Success, string Output)
{
    public static ProbeResult Fine { get; } = new(true, "");

    public static ProbeResult Failure(string output) => new(false, output);
}
