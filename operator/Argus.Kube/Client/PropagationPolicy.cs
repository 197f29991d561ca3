namespace Argus.Kube.Client;

/// <summary>What becomes of the objects that a deleted one owns.</summary>
public enum PropagationPolicy
{
    /// <summary>They go after it.</summary>
    Background,

    /// <summary>They go before it.</summary>
    Foreground,

    /// <summary>They stay, without owner.</summary>
    Orphan,
}
