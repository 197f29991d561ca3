using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>From a JSON Web Key Set (RFC 7517) to keys. No sentence repeats a value of the file.</summary>
public static class JwksReader
{
    private const int LeastRsaBits = 2048;
    private const int LeastSecretBytes = 32;
    private const int MostKeys = 100;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads a set.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="keys">Those that can be used, for RS256, PS256, ES256 and HS256.</param>
    /// <param name="leftOut">A sentence for each that cannot: sets hold keys for other purposes too.</param>
    /// <returns>Why the set as a whole cannot be used; null where it can.</returns>
    public static string? Read(ReadOnlyMemory<byte> json, out ImmutableArray<TokenKey> keys, out ImmutableArray<string> leftOut)
    {
        (keys, leftOut) = ([], []);
        var good = ImmutableArray.CreateBuilder<TokenKey>();
        var bad = ImmutableArray.CreateBuilder<string>();
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
                return "It must hold a JSON object with a list named keys.";
            if (list.GetArrayLength() > MostKeys)
                return $"It holds more than {MostKeys} keys.";
            foreach (var (index, element) in list.EnumerateArray().Index())
            {
                string? why = element.ValueKind == JsonValueKind.Object ? Read(element, good) : "is no object";
                if (why is not null)
                    bad.Add($"key {index + 1} {why}.");
            }
        }
        catch (JsonException e)
        {
            return $"It is not valid JSON, or has a name twice, in line {e.LineNumber + 1}.";
        }
        catch (InvalidOperationException)
        {
            // Found only where the text is asked for.
            return "It holds text that is not Unicode.";
        }

        (keys, leftOut) = (good.ToImmutable(), bad.ToImmutable());
        return keys.IsEmpty ? $"It holds no key for RS256, PS256, ES256 or HS256{(leftOut.IsEmpty ? "" : ": " + string.Join(' ', leftOut))}" : null;
    }

    private static string? Read(JsonElement element, ImmutableArray<TokenKey>.Builder keys)
    {
        if (Text(element, "use") is { } use && use != "sig")
            return "is not for signatures";
        string? kind = Text(element, "kty");
        if (kind is "RSA" or "EC" && element.TryGetProperty("d", out _))
            return "is a private key: leave that where tokens are made, and put only its public part here";
        try
        {
            (SecurityKey? key, string[] algorithms, string? why) = kind switch
            {
                "RSA" => Rsa(element),
                "EC" => EllipticCurve(element),
                "oct" => Secret(element),
                _ => (null, [], "is neither RSA, EC nor oct"),
            };
            if (key is null)
                return why;
            if (Text(element, "alg") is { } only)
                algorithms = [.. algorithms.Where(a => a == only)];
            if (algorithms.Length == 0)
                return "is for an algorithm that is not taken";
            string? id = Text(element, "kid");
            key.KeyId = id;
            keys.Add(new TokenKey(id, key, algorithms));
            return null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return "cannot be read";
        }
    }

    private static (SecurityKey? Key, string[] Algorithms, string? Why) Rsa(JsonElement element)
    {
        var (modulus, exponent) = (Bytes(element, "n"), Bytes(element, "e"));
        if (modulus.AsSpan().TrimStart((byte)0).Length * 8 < LeastRsaBits)
            return (null, [], $"has fewer than {LeastRsaBits} bits");
        // Made once here, so that what is no key is found now.
        using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return (new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)), [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256], null);
    }

    private static (SecurityKey? Key, string[] Algorithms, string? Why) EllipticCurve(JsonElement element)
    {
        if (Text(element, "crv") != "P-256")
            return (null, [], "is on another curve than P-256");
        var point = new ECPoint { X = Bytes(element, "x"), Y = Bytes(element, "y") };
        return (new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point })), [SecurityAlgorithms.EcdsaSha256], null);
    }

    private static (SecurityKey? Key, string[] Algorithms, string? Why) Secret(JsonElement element)
    {
        byte[] secret = Bytes(element, "k");
        return secret.Length < LeastSecretBytes
            ? (null, [], $"is a secret of fewer than {LeastSecretBytes} bytes")
            : (new SymmetricSecurityKey(secret), [SecurityAlgorithms.HmacSha256], null);
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Bytes(JsonElement element, string name) => Base64Url.DecodeFromChars(Text(element, name) ?? throw new FormatException($"It has no {name}."));
}
