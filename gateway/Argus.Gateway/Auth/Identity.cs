namespace Argus.Gateway.Auth;

/// <summary>What comes of asking who a caller is.</summary>
/// <param name="Caller">Who; null where that is not known.</param>
/// <param name="Why">Why it is not known, a sentence.</param>
/// <param name="Showed">Whether the caller showed anything.</param>
internal readonly record struct Identity(Caller? Caller, string? Why = null, bool Showed = true);
