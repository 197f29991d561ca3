namespace Argus.Gateway.Auth.Tokens;

/// <summary>A token whose signature is good, or why it is not taken.</summary>
/// <param name="Refusal">A sentence; null where it is taken.</param>
/// <param name="Claims">What it says.</param>
internal readonly record struct VerifiedToken(string? Refusal, TokenClaims? Claims);
