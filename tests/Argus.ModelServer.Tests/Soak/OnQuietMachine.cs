namespace Argus.ModelServer.Tests.Soak;

/// <summary>Tests that measure time or memory of a server: one after the other, and beside no other test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OnQuietMachine
{
    public const string Name = "quiet machine";
}
