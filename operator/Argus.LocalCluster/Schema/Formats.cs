using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Argus.LocalCluster.Schema;

/// <summary>The string formats that the server checks; others are only remarks.</summary>
internal static class Formats
{
    public static bool Fits(string format, string text) => format switch
    {
        "date-time" => IsTime(text),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "duration" => GoDuration.TryParse(text) is not null,
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "ipv4" => IPAddress.TryParse(text, out IPAddress? v4) && v4.AddressFamily == AddressFamily.InterNetwork,
        "ipv6" => IPAddress.TryParse(text, out IPAddress? v6) && v6.AddressFamily == AddressFamily.InterNetworkV6,
        "cidr" => IPNetwork.TryParse(text, out _),
        "uri" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "email" => text.IndexOf('@', StringComparison.Ordinal) > 0,
        "hostname" => NameRules.Subdomain(text).Count == 0,
        _ => true,
    };

    /// <summary>RFC 3339, with a capital T and an offset.</summary>
    public static bool IsTime(string text) =>
        text.Length >= 20 && text[10] is 'T' or 't'
        && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
