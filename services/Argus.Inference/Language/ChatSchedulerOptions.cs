namespace Argus.Inference.Language;

/// <summary>How many texts are generated side by side.</summary>
public sealed record ChatSchedulerOptions
{
    /// <summary>Threads that compute, at least 1. One a core is right with one thread inside a run; default the cores of the cgroup.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Texts under way at one time, at least 1. Each holds the memory of its context; more make each slower and let more begin at once. Default 32.</summary>
    public int Streams { get; init; } = 32;

    /// <summary>Requests that may wait for one of these places, 0 for none; default 64.</summary>
    public int QueueCapacity { get; init; } = 64;

    /// <summary>Tokens of a prompt that are computed in one turn, at least 1: fewer let the others go on sooner, more are faster in all. Default 256.</summary>
    public int PromptChunk { get; init; } = 256;
}
