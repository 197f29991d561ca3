using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Http;

/// <summary>Where a list goes on: after which key, at which version (-1 for the newest).</summary>
internal sealed record ContinueToken(long Version, string After)
{
    private const string Form = "meta.k8s.io/v1";

    /// <summary>Reads a token; returns what is wrong with it, or null.</summary>
    public static StatusFault? Read(string text, out ContinueToken? token)
    {
        token = null;
        string padded = text.TrimEnd('=');
        if (FirstIllegal(padded) is { } at)
            return StatusFault.BadRequest($"invalid continue token: continue key is not valid: illegal base64 data at input byte {at}");
        try
        {
            var json = JsonNode.Parse(Base64Url.DecodeFromChars(padded)) as JsonObject;
            if ((string?)json?["v"] != Form || (string?)json["start"] is not { Length: > 0 } start)
                return StatusFault.BadRequest("invalid continue token: continue key is not valid: server does not recognize this encoded version");
            token = new ContinueToken((long?)json["rv"] ?? -1, start.TrimStart('/').TrimEnd('\0'));
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return StatusFault.BadRequest("invalid continue token: continue key is not valid: it is no JSON");
        }
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject { ["v"] = Form, ["rv"] = Version, ["start"] = $"/{After}\0" }.ToJsonString()));

    /// <summary>The same place in whatever the newest state then is.</summary>
    public ContinueToken Inconsistent() => this with { Version = -1 };

    private static int? FirstIllegal(string text)
    {
        for (int i = 0; i < text.Length; i++)
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('-' or '_'))
                return i;
        // One character alone in the last group of four can mean nothing.
        return text.Length % 4 == 1 ? text.Length - 1 : null;
    }
}
