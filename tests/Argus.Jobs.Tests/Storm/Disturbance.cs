namespace Argus.Jobs.Tests.Storm;

/// <summary>A way to disturb.</summary>
/// <param name="Name">For the figures.</param>
/// <param name="Weight">How often, beside the others.</param>
/// <param name="DoAsync">Does it, by chance of the seed; what was taken away is back when it ends, or on its way.</param>
internal sealed record Disturbance(string Name, int Weight, Func<Random, Task> DoAsync);
