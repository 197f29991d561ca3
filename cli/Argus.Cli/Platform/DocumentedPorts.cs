using System.Globalization;

namespace Argus.Cli.Platform;

/// <summary>Ports of the older services, on which the gateway can listen too.</summary>
internal static class DocumentedPorts
{
    /// <summary>What each answered, and answers.</summary>
    public static IReadOnlyDictionary<int, string> All { get; } = new SortedDictionary<int, string>
    {
        [3000] = "score",
        [5001] = "face detection",
        [5002] = "face embedding",
        [8000] = "chat, face classes, media store",
        [8001] = "jobs",
        [8100] = "face recognition",
    };

    /// <summary>Reads a list such as <c>5001,5002,8000</c>; an empty one stands for all of them.</summary>
    /// <param name="text">The list.</param>
    /// <param name="error">What is wrong with it, or null.</param>
    public static IReadOnlyList<int> Read(string text, out string? error)
    {
        error = null;
        if (string.IsNullOrWhiteSpace(text))
            return [.. All.Keys];
        List<int> ports = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && All.ContainsKey(port))
                ports.Add(port);
            else
                error = $"--documented-ports may hold {string.Join(", ", All.Keys)}, separated by commas, not '{part}'.";
        }

        return [.. ports.Distinct()];
    }
}
