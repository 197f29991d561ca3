using System.Text;
using System.Text.Unicode;

namespace Argus.LocalCluster.Http;

/// <summary>Text that is no text: bytes that are no UTF-8, and halves of surrogate pairs. Each becomes the replacement character, as the real server has it; otherwise they are met where nobody expects them.</summary>
internal static class SoundText
{
    private const int EscapeLength = 6;
    private static readonly byte[] Replacement = "\\ufffd"u8.ToArray();

    /// <summary>The same bytes where nothing is wrong with them.</summary>
    public static byte[] Of(byte[] json)
    {
        byte[] sound = Utf8.IsValid(json) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        return sound.AsSpan().IndexOf("\\u"u8) < 0 ? sound : WithoutHalves(sound);
    }

    private static byte[] WithoutHalves(byte[] json)
    {
        byte[]? mended = null;
        for (int at = 0; at < json.Length - 1; at++)
        {
            if (json[at] != '\\')
                continue;
            int unit = UnitAt(json, at);
            if (unit < 0)
            {
                // Another escape, of two characters.
                at++;
                continue;
            }
            bool pair = char.IsHighSurrogate((char)unit) && UnitAt(json, at + EscapeLength) is >= 0 and var low && char.IsLowSurrogate((char)low);
            if (!pair && char.IsSurrogate((char)unit))
                Replacement.CopyTo(mended ??= [.. json], at);
            at += (pair ? 2 * EscapeLength : EscapeLength) - 1;
        }
        return mended ?? json;
    }

    // The number of a \uXXXX, or -1.
    private static int UnitAt(byte[] json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort unit) ? unit : -1;
}
