using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>
/// Checks signatures, issuer and audience. The library sees a token only after its header has been read here: five parts are encrypted ones, which this version unpacks without bound,
/// and a header that names another algorithm than its key is good for is the oldest trick of all.
/// </summary>
/// <param name="keys">Keys of one set.</param>
/// <param name="options">Whose tokens.</param>
public sealed class TokenVerifier(ImmutableArray<TokenKey> keys, TokenOptions options)
{
    private const int Longest = 12 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = Longest };

    // Of its own, so that what it keeps for a key goes with this set.
    private readonly CryptoProviderFactory _crypto = new();

    /// <summary>Checks a token; its times are not looked at.</summary>
    public VerifiedToken Verify(string token)
    {
        if (token.Length > Longest || token.AsSpan().Count('.') != 2)
            return Refuse("The token must be a signed one, of three parts.");
        if (ReadHeader(token.AsSpan(0, token.IndexOf('.', StringComparison.Ordinal)), out string? algorithm, out string? id) is { } bad)
            return Refuse(bad);
        var candidates = keys.Where(k => k.Algorithms.Contains(algorithm!) && (id is null || k.Id is null || k.Id == id)).Select(k => k.Key).ToList();
        if (candidates.Count == 0)
            return Refuse("The token is signed by a key, or in a way, that is not taken here.");
        try
        {
            var result = _handler.ValidateToken(token, Parameters(candidates, algorithm!));
            if (!result.IsValid)
                return Refuse(Reason(result.Exception));
            string payload = token.Split('.')[1];
            return TokenClaims.Read(Base64Url.DecodeFromChars(payload), out var claims) is { } why ? Refuse(why) : new VerifiedToken(null, claims);
        }
        catch (Exception)
        {
            // Whatever a library makes of hostile bytes: the token is not good.
            return Refuse("The token cannot be read.");
        }
    }

    private static VerifiedToken Refuse(string reason) => new(reason, null);

    private TokenValidationParameters Parameters(List<SecurityKey> candidates, string algorithm) => new()
    {
        IssuerSigningKeys = candidates,
        TryAllIssuerSigningKeys = true,
        ValidAlgorithms = [algorithm],
        CryptoProviderFactory = _crypto,
        RequireSignedTokens = true,
        ValidIssuer = options.Issuer,
        ValidAudience = options.Audience,
        // Our own clock, for a token is remembered too.
        ValidateLifetime = false,
    };

    private static string? ReadHeader(ReadOnlySpan<char> part, out string? algorithm, out string? id)
    {
        algorithm = id = null;
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            var root = document.RootElement;
            algorithm = Text(root, "alg");
            id = Text(root, "kid");
            if (algorithm is not (SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.RsaSsaPssSha256 or SecurityAlgorithms.EcdsaSha256 or SecurityAlgorithms.HmacSha256))
                return "The token must be signed by RS256, PS256, ES256 or HS256.";
            // What must be understood (crit) or is packed (zip) is nothing that we know.
            return root.TryGetProperty("crit", out _) || root.TryGetProperty("zip", out _) || root.TryGetProperty("enc", out _) ? "The token's header asks for what is not done here." : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return "The token's header cannot be read.";
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Reason(Exception? error) => error switch
    {
        SecurityTokenInvalidIssuerException => "The token is of another issuer.",
        SecurityTokenInvalidAudienceException => "The token is for another audience.",
        _ => "The token's signature is not good.",
    };
}
