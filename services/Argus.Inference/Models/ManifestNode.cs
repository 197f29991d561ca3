using System.Collections.Frozen;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Argus.Inference.Models;

/// <summary>A place in a manifest, there or not; what is wrong with it goes to one shared list, and reading goes on with a default.</summary>
internal sealed class ManifestNode(YamlNode? node, string path, List<Violation> violations)
{
    /// <summary>Whether there is a value; an empty or null one counts as none.</summary>
    public bool Exists => node is not (null or YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" });

    /// <summary>A field of a mapping; not there if this is no mapping.</summary>
    public ManifestNode this[string field] => new(
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(field), out var child) ? child : null,
        path.Length == 0 ? field : $"{path}.{field}",
        violations);

    public void Fail(string message) => violations.Add(new Violation(path.Length == 0 ? "document" : path, message));

    /// <summary>Demands a value.</summary>
    public ManifestNode Required()
    {
        if (!Exists)
            Fail("is missing.");
        return this;
    }

    /// <summary>Demands a mapping with no other fields than these; false where there is none to read.</summary>
    public bool HasOnly(params ReadOnlySpan<string> fields)
    {
        if (!Exists)
            return false;
        if (node is not YamlMappingNode map)
        {
            Fail("must be a mapping.");
            return false;
        }

        foreach (var key in map.Children.Keys)
        {
            string name = (key as YamlScalarNode)?.Value ?? key.ToString();
            if (!fields.Contains(name))
                this[name].Fail($"is not a field; known are {string.Join(", ", fields!)}.");
        }

        return true;
    }

    /// <summary>The items of a list; none where it is not there.</summary>
    public IEnumerable<ManifestNode> Items()
    {
        if (!Exists)
            return [];
        if (node is YamlSequenceNode list)
            return list.Children.Select((item, i) => new ManifestNode(item, $"{path}[{i}]", violations));
        Fail("must be a list.");
        return [];
    }

    public string? Text()
    {
        if (!Exists)
            return null;
        if (node is YamlScalarNode { Value: { } value })
            return value;
        Fail("must be a text.");
        return null;
    }

    /// <summary>A whole number of at least 0.</summary>
    public long Count(long otherwise = 0, long max = long.MaxValue)
    {
        if (Text() is not { } text)
            return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= max)
            return value;
        Fail(max == long.MaxValue ? $"must be a whole number of at least 0, not {text}." : $"must be a whole number from 0 to {max}, not {text}.");
        return otherwise;
    }

    public float? Number(float min, float max)
    {
        if (Text() is not { } text)
            return null;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && value >= min && value <= max)
            return value;
        Fail($"must be a number from {min} to {max}, not {text}.");
        return null;
    }

    public bool Flag()
    {
        string? text = Text();
        if (text is not (null or "true" or "false"))
            Fail($"must be true or false, not {text}.");
        return text == "true";
    }

    public T? Choice<T>(FrozenDictionary<string, T> names)
        where T : struct, Enum
    {
        if (Text() is not { } text)
            return null;
        if (names.TryGetValue(text, out var value))
            return value;
        Fail($"must be one of {string.Join(", ", names.Keys.Order(StringComparer.Ordinal))}, not {text}.");
        return null;
    }

    /// <summary>An absolute http or https address: a manifest never reaches into the file system.</summary>
    public Uri? Address()
    {
        if (Text() is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp))
            return uri;
        Fail($"must be an http or https address, not {text}.");
        return null;
    }

    public string? Sha256()
    {
        if (Text() is not { } text)
            return null;
        if (text.Length == 64 && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')))
            return text;
        Fail($"must be 64 lower-case hex digits, not {text}.");
        return null;
    }
}
