using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Argus.ModelServer.Requests;

/// <summary>
/// Finds the parts of a multipart/form-data body (RFC 7578) where they lie: the body is in memory anyway, so a part is a range, not a copy.
/// </summary>
internal static class MultipartFields
{
    private const int MaxParts = 64;
    private const int MaxHeaderBytes = 16 * 1024;

    /// <summary>Finds the parts.</summary>
    /// <param name="body">The body.</param>
    /// <param name="boundary">The boundary of its content type.</param>
    /// <param name="names">Names that are wanted; others are skipped.</param>
    /// <param name="fields">Receives what was found; the first of equal names stays.</param>
    /// <returns>What is wrong with the body, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> body, string boundary, ReadOnlySpan<string> names, Dictionary<string, FormValue> fields)
    {
        byte[] delimiter = Encoding.UTF8.GetBytes("\r\n--" + boundary);
        // The first delimiter may start the body: then nothing precedes it.
        int at = body.StartsWith(delimiter.AsSpan(2)) ? -2 : body.IndexOf(delimiter);
        if (at == -1)
            return "The multipart body does not hold its boundary.";
        for (int part = 0; part <= MaxParts; part++)
        {
            int after = at + delimiter.Length;
            if (body[after..].StartsWith("--"u8))
                return null;
            int line = body[after..].IndexOf("\r\n"u8);
            if (line < 0 || body.Slice(after, line).IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0)
                return "The multipart body breaks off after a boundary.";
            int content = ContentStart(body, after + line);
            if (content < 0)
                return "A part of the multipart body has no end of headers.";
            // The blank line's own line end may open the next delimiter: so an empty part is found.
            int next = body[(content - 2)..].IndexOf(delimiter);
            if (next < 0)
                return "The multipart body breaks off: its closing boundary is missing.";
            int end = content - 2 + next;
            string? name = NameOf(Encoding.UTF8.GetString(body[(after + line)..content]));
            if (name is not null && names.Contains(name))
                fields.TryAdd(name, new FormValue(FormValueKind.Bytes, content, Math.Max(0, end - content)));
            at = end;
        }

        return $"The multipart body has more than {MaxParts} parts.";
    }

    /// <summary>The boundary of a content type, or null where there is none that is lawful.</summary>
    public static string? BoundaryOf(MediaTypeHeaderValue type)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        return boundary.Length is > 0 and <= 70 ? boundary.ToString() : null;
    }

    private static int ContentStart(ReadOnlySpan<byte> body, int headers)
    {
        var window = body.Slice(headers, Math.Min(MaxHeaderBytes, body.Length - headers));
        int end = window.IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : headers + end + 4;
    }

    private static string? NameOf(string headers)
    {
        foreach (var line in new StringTokenizer(headers, ['\n']))
        {
            int colon = line.IndexOf(':');
            if (colon > 0
                && line.Subsegment(0, colon).Trim().Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase)
                && ContentDispositionHeaderValue.TryParse(line.Subsegment(colon + 1).Trim(), out var disposition))
                return HeaderUtilities.RemoveQuotes(disposition.Name).Value;
        }

        return null;
    }
}
