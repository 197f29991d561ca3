using System.Text;
using System.Text.Json;
using Argus.Testing.Processes;

namespace Argus.Gateway.Tests.Access;

/// <summary>The other end of the access log.</summary>
internal sealed class LineStream : MemoryStream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Signal _written = new();
    private readonly Lock _lock = new();

    /// <summary>Every line so far; each must be an object.</summary>
    public IReadOnlyList<JsonElement> Lines
    {
        get
        {
            lock (_lock)
                return [.. Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        }
    }

    /// <summary>Sizes of what was written at once.</summary>
    public List<int> Writes { get; } = [];

    /// <summary>Waits for a line.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> wanted)
    {
        await _written.UntilAsync(() => Lines.Any(wanted), Patience, () => string.Join('\n', Lines));
        return Lines.First(wanted);
    }

    /// <summary>Waits for the line of a path.</summary>
    public Task<JsonElement> UntilAsync(string path) => UntilAsync(l => l.TryGetProperty("path", out var p) && p.GetString() == path);

    // What is written as a span comes here too.
    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_lock)
        {
            base.Write(buffer, offset, count);
            Writes.Add(count);
        }

        _written.Set();
    }
}
