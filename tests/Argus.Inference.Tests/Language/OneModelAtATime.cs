namespace Argus.Inference.Tests.Language;

/// <summary>Tests with language models, whose speed some of them compare: not side by side.</summary>
[CollectionDefinition(Name)]
public sealed class OneModelAtATime
{
    public const string Name = "one language model at a time";
}
