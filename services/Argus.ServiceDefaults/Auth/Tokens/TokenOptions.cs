namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>Whose tokens are taken.</summary>
/// <param name="KeysPath">File with the JSON Web Key Set that signatures are checked with (ARGUS_JWT_KEYS); read again when it changes.</param>
/// <param name="Issuer">Claim <c>iss</c> that they must have (ARGUS_JWT_ISSUER).</param>
/// <param name="Audience">Claim <c>aud</c> that they must have, or have among others (ARGUS_JWT_AUDIENCE).</param>
public sealed record TokenOptions(string KeysPath, string Issuer, string Audience);
