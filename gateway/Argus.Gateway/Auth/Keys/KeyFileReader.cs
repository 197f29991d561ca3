using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;

namespace Argus.Gateway.Auth.Keys;

/// <summary>From the bytes of a file to a <see cref="KeyFile"/>. No sentence repeats a value of the file: a key may be where a hash belongs.</summary>
internal static class KeyFileReader
{
    private const int MostHashes = 8;
    private const int MostRules = 256;
    private const int LongestName = 30;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Reads a file.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="file">What it says; null where there is an error.</param>
    /// <returns>A sentence for everything that is wrong.</returns>
    public static ImmutableArray<string> Read(ReadOnlyMemory<byte> json, out KeyFile? file)
    {
        file = null;
        // Some editors begin a file with it.
        var text = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
        if (text.Span.IndexOf("argus_"u8) >= 0)
            return ["It holds a key, where only hashes may be: whoever reads the file has the key. Take that key out of use; `argus key create` makes a new one."];
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return ["It must hold a JSON object."];
            var errors = ImmutableArray.CreateBuilder<string>();
            var read = Read(document.RootElement, errors);
            file = errors.Count == 0 ? read : null;
            return errors.ToImmutable();
        }
        catch (JsonException e)
        {
            // Its own words quote the file.
            return [string.Create(CultureInfo.InvariantCulture, $"It is not valid JSON, or has a name twice, in line {e.LineNumber + 1}.")];
        }
        catch (InvalidOperationException)
        {
            // Half a pair of surrogates, or bytes that are not UTF-8: lawful to the parser, and found only where the text is asked for.
            return ["It holds text that is not Unicode."];
        }
    }

    private static KeyFile Read(JsonElement root, ImmutableArray<string>.Builder errors)
    {
        ImmutableArray<KeyHash> hashes = [];
        ImmutableArray<PathRule>? paths = null;
        ImmutableArray<DeploymentRule>? deployments = null;
        DateTimeOffset? expires = null;
        var limits = LimitSettings.None;
        foreach (var property in root.EnumerateObject())
        {
            var value = property.Value;
            switch (property.Name)
            {
                case "sha256":
                    hashes = Hashes(value, errors);
                    break;
                case "paths":
                    paths = Rules<PathRule>(value, property.Name, PathRule.TryParse, PathRule.Form, errors);
                    break;
                case "deployments":
                    deployments = Rules<DeploymentRule>(value, property.Name, DeploymentRule.TryParse, DeploymentRule.Form, errors);
                    break;
                case "expires":
                    expires = Moment(value, errors);
                    break;
                case "requestsPerSecond":
                    limits = limits with { RequestsPerSecond = Number(value, property.Name, 0.001, 1e6, errors) };
                    break;
                case "burst":
                    limits = limits with { Burst = (int?)Whole(value, property.Name, 1_000_000, errors) };
                    break;
                case "concurrency":
                    limits = limits with { Concurrency = (int?)Whole(value, property.Name, 1_000_000, errors) };
                    break;
                case "maxBodyBytes":
                    limits = limits with { MaxBodyBytes = Whole(value, property.Name, 2_000_000_000, errors) };
                    break;
                default:
                    errors.Add($"It has an unknown field{Quoted(property.Name)}; known are sha256, paths, deployments, requestsPerSecond, burst, concurrency, maxBodyBytes and expires.");
                    break;
            }
        }

        if (!root.TryGetProperty("sha256", out _))
            errors.Add("It has no sha256, the hash of a key in 64 hexadecimal digits.");
        if (limits is { Burst: not null, RequestsPerSecond: null })
            errors.Add("burst needs requestsPerSecond.");
        return new KeyFile(hashes, Permissions.Of(paths, deployments), limits, expires);
    }

    private static ImmutableArray<KeyHash> Hashes(JsonElement value, ImmutableArray<string>.Builder errors)
    {
        var texts = Texts(value);
        if (texts is null or { Length: 0 or > MostHashes })
        {
            errors.Add($"sha256 must be a text, or a list of one to {MostHashes} of them.");
            return [];
        }

        var hashes = ImmutableArray.CreateBuilder<KeyHash>();
        foreach (string text in texts)
        {
            if (KeyHash.TryParse(text, out var hash))
                hashes.Add(hash);
            else
                errors.Add("sha256 must be 64 hexadecimal digits each: the SHA-256 of the key, not the key.");
        }

        return hashes.ToImmutable();
    }

    private static ImmutableArray<T>? Rules<T>(JsonElement value, string name, TryParse<T> parse, string form, ImmutableArray<string>.Builder errors)
    {
        var texts = Texts(value);
        if (texts is null or { Length: 0 or > MostRules })
        {
            // An empty list could mean all or nothing.
            errors.Add($"{name} must be a list of one to {MostRules} texts; leave it out for all.");
            return null;
        }

        var rules = ImmutableArray.CreateBuilder<T>();
        foreach (string text in texts)
        {
            if (parse(text, out var rule))
                rules.Add(rule);
            else
                errors.Add($"Each of {name} {form}.");
        }

        return rules.ToImmutable();
    }

    private static string[]? Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(e => e.GetString()!)],
        _ => null,
    };

    private static DateTimeOffset? Moment(JsonElement value, ImmutableArray<string>.Builder errors)
    {
        // A date without a zone would end at another moment on each machine.
        if (value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParseExact(
            value.GetString(),
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment) && HasZone(value.GetString()!))
            return moment;
        errors.Add("expires must be a moment as in RFC 3339, such as 2030-01-31T00:00:00Z.");
        return null;
    }

    private static bool HasZone(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');

    private static double? Number(JsonElement value, string name, double least, double most, ImmutableArray<string>.Builder errors)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most)
            return number;
        errors.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {least} to {most}."));
        return null;
    }

    private static long? Whole(JsonElement value, string name, long most, ImmutableArray<string>.Builder errors)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 1 && number <= most)
            return number;
        errors.Add($"{name} must be a whole number from 1 to {most}.");
        return null;
    }

    // What looks like a word may be told; a key may stand where a name belongs.
    private static string Quoted(string name) => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? $" '{name}'" : "";

    private delegate bool TryParse<T>(string text, out T value);
}
