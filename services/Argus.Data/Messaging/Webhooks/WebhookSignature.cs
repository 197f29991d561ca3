using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Data.Messaging.Webhooks;

/// <summary>
/// The header X-Argus-Signature: <c>t=SECONDS,v1=HEX</c>, where HEX is the HMAC-SHA256 with the secret over "SECONDS.BODY".
/// A receiver computes it again and refuses old times, so that a copied request is worth nothing.
/// </summary>
public static class WebhookSignature
{
    public const string Header = "X-Argus-Signature";

    /// <summary>The value of the header.</summary>
    public static string Sign(ReadOnlySpan<byte> secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        string seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes(seconds + "."));
        hmac.AppendData(body);
        return $"t={seconds},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
