using System.Text.Json;

namespace Argus.Operator.Planning;

/// <summary>The reason in the last lines that a model server wrote: log lines in JSON, or plain text.</summary>
internal static class TerminationMessage
{
    /// <summary>The message of the last severe line, else the text as it is.</summary>
    public static string Read(string? text)
    {
        string[] lines = (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? severe = lines.Reverse().Select(Severe).FirstOrDefault(message => message is not null);
        return severe ?? string.Join(' ', lines.Where(line => !line.StartsWith('{')));
    }

    private static string? Severe(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("LogLevel", out var level) && level.GetString() is "Critical" or "Error"
                && json.RootElement.TryGetProperty("Message", out var message) ? message.GetString() : null;
        }
        catch (JsonException)
        {
            // The first line is often cut.
            return null;
        }
    }
}
