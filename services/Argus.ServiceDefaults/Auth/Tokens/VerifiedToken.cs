namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>A token that is good, or why it is not taken.</summary>
/// <param name="Refusal">A sentence; null where it is taken.</param>
/// <param name="Claims">What it says.</param>
public readonly record struct VerifiedToken(string? Refusal, TokenClaims? Claims);
