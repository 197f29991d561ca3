using System.Security.Cryptography;
using System.Text;

namespace Argus.Testing.Messaging.Gate;

/// <summary>The server's side of SASL PLAIN (RFC 4616) and SCRAM (RFC 5802) for one user and one connection.</summary>
internal sealed class SaslServer(string mechanism, string user, string password)
{
    private const int Iterations = 4096;
    private readonly HashAlgorithmName _hash = mechanism == "SCRAM-SHA-512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(16);
    private string _soFar = "";
    private string _nonce = "";

    /// <summary>Whether the client has shown that it knows the password.</summary>
    public bool IsIn { get; private set; }

    /// <summary>Takes what the client says.</summary>
    /// <returns>What is said to it; null: it is not let in.</returns>
    public byte[]? Answer(byte[] said)
    {
        string text = Encoding.UTF8.GetString(said);
        string? answer = mechanism == "PLAIN" ? Plain(text) : _nonce == "" ? First(text) : Final(text);
        return answer is null ? null : Encoding.UTF8.GetBytes(answer);
    }

    private string? Plain(string text)
    {
        IsIn = text.Split('\0') is [_, var name, var secret] && name == user && secret == password;
        return IsIn ? "" : null;
    }

    private string? First(string text)
    {
        string bare = text["n,,".Length..];
        var fields = Fields(bare);
        if (fields["n"] != user)
            return null;
        _nonce = fields["r"] + Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
        string answer = $"r={_nonce},s={Convert.ToBase64String(_salt)},i={Iterations}";
        _soFar = $"{bare},{answer}";
        return answer;
    }

    private string? Final(string text)
    {
        var fields = Fields(text);
        string all = $"{_soFar},{text[..text.LastIndexOf(",p=", StringComparison.Ordinal)]}";
        int length = _hash == HashAlgorithmName.SHA512 ? 64 : 32;
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), _salt, Iterations, _hash, length);
        byte[] stored = CryptographicOperations.HashData(_hash, Mac(salted, "Client Key"));
        byte[] signature = Mac(stored, all);
        byte[] proof = Convert.FromBase64String(fields["p"]);
        byte[] shown = [.. proof.Zip(signature, (a, b) => (byte)(a ^ b))];
        IsIn = fields["r"] == _nonce && CryptographicOperations.HashData(_hash, shown).SequenceEqual(stored);
        return IsIn ? $"v={Convert.ToBase64String(Mac(Mac(salted, "Server Key"), all))}" : null;
    }

    private byte[] Mac(byte[] key, string text) => CryptographicOperations.HmacData(_hash, key, Encoding.UTF8.GetBytes(text));

    private static Dictionary<string, string> Fields(string text) => text.Split(',').ToDictionary(field => field[..1], field => field[2..]);
}
