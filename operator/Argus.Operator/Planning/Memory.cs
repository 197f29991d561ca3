using System.Globalization;
using System.Text.RegularExpressions;

namespace Argus.Operator.Planning;

/// <summary>Amounts of device memory.</summary>
internal static partial class Memory
{
    /// <summary>Largest amount that a device label can be compared with.</summary>
    public const long MostBytes = 288L << 30;

    /// <summary>Bytes of an amount such as <c>16Gi</c>; null where there is none or it is none.</summary>
    public static long? Bytes(string? amount)
    {
        if (amount is null || Amount().Match(amount) is not { Success: true } match || !long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return null;
        long unit = match.Groups[2].Value switch
        {
            "Mi" => 1L << 20,
            "Gi" => 1L << 30,
            "Ti" => 1L << 40,
            "M" => 1_000_000,
            "G" => 1_000_000_000,
            _ => 1_000_000_000_000,
        };
        return number > long.MaxValue / unit ? long.MaxValue : number * unit;
    }

    [GeneratedRegex("^([1-9][0-9]{0,11})(Mi|Gi|Ti|M|G|T)$")]
    private static partial Regex Amount();
}
