namespace Argus.Operator.Planning;

/// <summary>Why a pod does not do what it should.</summary>
/// <param name="Condition">The condition that is false because of it.</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">What happened, and what to do.</param>
/// <param name="Fatal">Whether waiting will not help.</param>
internal sealed record Trouble(string Condition, string Reason, string Message, bool Fatal = true);
