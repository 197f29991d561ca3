using Microsoft.IdentityModel.Tokens;

namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>A key that signatures are checked with.</summary>
/// <param name="Id">Its <c>kid</c>; null where it has none.</param>
/// <param name="Key">As the library takes it.</param>
/// <param name="Algorithms">What it is good for: a key never serves an algorithm of another kind, or a public RSA key could be used as if it were a shared secret.</param>
public sealed record TokenKey(string? Id, SecurityKey Key, IReadOnlyList<string> Algorithms);
