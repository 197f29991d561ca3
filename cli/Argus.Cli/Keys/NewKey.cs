using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Cli.Keys;

/// <summary>An API key that has just been made. Only its hash is ever written down.</summary>
/// <param name="Text">What its owner sends: <c>argus_</c> and 256 bits at random, in base64url.</param>
internal sealed record NewKey(string Text)
{
    /// <summary>SHA-256 of its UTF-8 bytes, 64 hexadecimal digits: what the gateway knows it by.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Makes one.</summary>
    public static NewKey Create() => new("argus_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>A record would print it.</summary>
    public override string ToString() => Hash;
}
