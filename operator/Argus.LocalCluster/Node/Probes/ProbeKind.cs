namespace Argus.LocalCluster.Node.Probes;

/// <summary>What a probe decides.</summary>
internal enum ProbeKind
{
    /// <summary>Whether the container has begun; until then the others wait.</summary>
    Startup,

    /// <summary>Whether it takes traffic.</summary>
    Readiness,

    /// <summary>Whether it may go on.</summary>
    Liveness,
}
