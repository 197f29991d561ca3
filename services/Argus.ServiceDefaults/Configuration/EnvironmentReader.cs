using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Argus.ServiceDefaults.Configuration;

/// <summary>Reads settings by environment name; what is wrong is collected, so that all of it is reported at once.</summary>
/// <param name="read">Reads one variable; null and blank mean that it is not set.</param>
public sealed class EnvironmentReader(Func<string, string?> read)
{
    private readonly List<string> _errors = [];

    /// <summary>A sentence for every bad value so far.</summary>
    public ImmutableArray<string> Errors => [.. _errors];

    /// <summary>The value, or <paramref name="fallback"/> where it is not set.</summary>
    public string Text(string name, string fallback) => Find(name) ?? fallback;

    /// <summary>The parts of a list separated by <paramref name="separator"/>; empty where it is not set.</summary>
    public ImmutableArray<string> List(string name, char separator) =>
        [.. (Find(name) ?? "").Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public long Number(string name, long fallback, long min, long max)
    {
        if (Find(name) is not { } text)
            return fallback;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max)
            return value;
        Fail($"{name} must be a whole number from {min} to {max}, not '{text}'.");
        return fallback;
    }

    /// <summary>A port to listen on; 0 takes any free one.</summary>
    public int Port(string name, int fallback) => (int)Number(name, fallback, 0, 65535);

    /// <summary>A whole number of milliseconds from <paramref name="min"/> to those of a day.</summary>
    public TimeSpan Milliseconds(string name, TimeSpan fallback, long min) => TimeSpan.FromMilliseconds(Number(name, (long)fallback.TotalMilliseconds, min, 86_400_000));

    /// <summary>An IP address to listen on.</summary>
    public string Address(string name, string fallback)
    {
        if (Find(name) is not { } text || IPAddress.TryParse(text, out _))
            return Find(name) ?? fallback;
        Fail($"{name} must be an IP address, not '{text}'.");
        return fallback;
    }

    /// <summary>The least severe log that is written (LOG_LEVEL).</summary>
    public LogLevel Level(LogLevel fallback) => Choice(
        "LOG_LEVEL",
        fallback,
        ("TRACE", LogLevel.Trace),
        ("DEBUG", LogLevel.Debug),
        ("INFO", LogLevel.Information),
        ("WARNING", LogLevel.Warning),
        ("WARN", LogLevel.Warning),
        ("ERROR", LogLevel.Error),
        ("CRITICAL", LogLevel.Critical));

    /// <summary>One of the given words, in any case.</summary>
    public T Choice<T>(string name, T fallback, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (Find(name) is not { } text)
            return fallback;
        List<string> words = [];
        foreach (var (word, value) in choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return value;
            words.Add(word);
        }

        Fail($"{name} must be one of {string.Join(", ", words)}, not '{text}'.");
        return fallback;
    }

    /// <summary>Path of a file that is there; null where it is not set.</summary>
    public string? ExistingFile(string name)
    {
        if (Find(name) is not { } path || File.Exists(path))
            return Find(name);
        Fail($"{name} must be a file, and {path} is none.");
        return null;
    }

    /// <summary>A secret: the value, or what the file says that <paramref name="name"/>_FILE names, without white space around it; null where neither is set.</summary>
    public string? Secret(string name)
    {
        if (ExistingFile(name + "_FILE") is not { } path)
            return Find(name);
        if (Find(name) is not null)
            Fail($"{name} and {name}_FILE are both set: take one of them away.");
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail($"{name}_FILE cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>Adds an error that the caller found.</summary>
    public void Fail(string sentence) => _errors.Add(sentence);

    private string? Find(string name) => read(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
