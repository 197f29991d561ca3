using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Argus.Testing.Auth;

/// <summary>Makes tokens by the book, with nothing of the library that reads them.</summary>
public sealed class TestIssuer : IDisposable
{
    public const string Name = "https://issuer.test";
    public const string Audience = "argus";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>The set with its three public or shared keys.</summary>
    public string Jwks => new JsonObject { ["keys"] = new JsonArray(RsaKey(), CurveKey(), SecretKey()) }.ToJsonString();

    public JsonObject RsaKey()
    {
        var key = _rsa.ExportParameters(false);
        return new() { ["kty"] = "RSA", ["kid"] = "r", ["use"] = "sig", ["n"] = Encode(key.Modulus!), ["e"] = Encode(key.Exponent!) };
    }

    public JsonObject CurveKey()
    {
        var key = _curve.ExportParameters(false);
        return new() { ["kty"] = "EC", ["kid"] = "e", ["crv"] = "P-256", ["x"] = Encode(key.Q.X!), ["y"] = Encode(key.Q.Y!) };
    }

    public JsonObject SecretKey() => new() { ["kty"] = "oct", ["kid"] = "h", ["k"] = Encode(_secret) };

    /// <summary>Claims of a good token.</summary>
    public static JsonObject Claims(DateTimeOffset expires, string scope = "argus:*") => new()
    {
        ["iss"] = Name,
        ["aud"] = Audience,
        ["sub"] = "carol",
        ["exp"] = expires.ToUnixTimeSeconds(),
        ["scope"] = scope,
    };

    public string Sign(JsonObject claims, string algorithm = "RS256") =>
        Sign(new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = algorithm[..1].ToLowerInvariant().Replace('p', 'r') }, claims, algorithm);

    /// <summary>A token whose header need not say how it was signed.</summary>
    public string Sign(JsonObject header, JsonObject claims, string algorithm)
    {
        string text = Encode(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        return text + "." + Encode(algorithm switch
        {
            "RS256" => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "ES256" => _curve.SignData(bytes, HashAlgorithmName.SHA256),
            "HS256" => HMACSHA256.HashData(_secret, bytes),
            // The oldest trick: the public key, which everybody has, as if it were a shared secret.
            "confused" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem()), bytes),
            _ => [],
        });
    }

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }
}
