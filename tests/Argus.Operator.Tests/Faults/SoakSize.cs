namespace Argus.Operator.Tests.Faults;

/// <summary>How long the fault tests run: ARGUS_SOAK (<c>./argus test --soak</c>) asks for all of it, else a small part of the same.</summary>
internal static class SoakSize
{
    public static bool Full { get; } = Environment.GetEnvironmentVariable("ARGUS_SOAK") is not null;
}
