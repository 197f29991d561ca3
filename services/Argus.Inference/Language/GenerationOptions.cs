using System.Collections.Immutable;

namespace Argus.Inference.Language;

/// <summary>How a text is generated.</summary>
public sealed record GenerationOptions
{
    /// <summary>Below this a temperature counts as 0: the division would make infinities of logits.</summary>
    public const double LeastTemperature = 0.01;

    /// <summary>Most tokens to generate, at least 1; the room in the context bounds it too.</summary>
    public int MaxTokens { get; init; } = int.MaxValue;

    /// <summary>0 takes the likeliest token each time, 1 samples as the model was trained, more flattens. 0 to 2; default 1.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Samples only among the likeliest tokens whose probabilities sum up to this, 0 to 1; default 1, all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>The same seed, prompt and options give the same text on the same model and machine; null takes a random one.</summary>
    public long? Seed { get; init; }

    /// <summary>Texts at which the generation ends; they are not part of it.</summary>
    public ImmutableArray<string> Stop { get; init; } = [];

    /// <summary>Whether nothing is left to chance.</summary>
    public bool Greedy => Temperature < LeastTemperature || TopP <= 0;
}
