using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Argus.Contracts.Datasets;
using Argus.Inference.Classes;

namespace Argus.ModelServer.Classes;

/// <summary>Reads the file that ARGUS_CLASSES names: centroids.json itself, or the models/current.json of a dataset store, which names the checkpoint in force.</summary>
internal sealed partial class ClassesSource(string location) : IDisposable
{
    // Straight there, and never on to where a redirect points.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = CentroidsReader.MaxBytes,
    };

    /// <summary>A path, or an address of http or https; without what stands behind a question mark, which may be a secret.</summary>
    public string Location => Shown(location);

    /// <summary>The bytes of the centroids, or why they cannot be had.</summary>
    public async Task<(byte[]? Bytes, string? Fault)> ReadAsync(CancellationToken cancel)
    {
        try
        {
            byte[] bytes = await GetAsync(location, cancel);
            if (Checkpoint(bytes) is not { } current)
                return (bytes, null);
            if (!CheckpointFolder().IsMatch(current.Checkpoint))
                return (null, $"It names the checkpoint '{current.Checkpoint}', which is no folder of models/checkpoints.");
            string file = Beside(location, current.Checkpoint);
            bytes = await GetAsync(file, cancel);
            string found = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return string.Equals(found, current.CentroidsSha256, StringComparison.OrdinalIgnoreCase)
                ? (bytes, null)
                : (null, $"{Shown(file)} has the sha256 {found}, and {current.CentroidsSha256} was promised.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (null, e is OperationCanceledException ? "There was no answer in time." : $"They could not be read: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<byte[]> GetAsync(string from, CancellationToken cancel)
    {
        if (IsAddress(from))
            return await _http.GetByteArrayAsync(from, cancel);
        if (new FileInfo(from) is { Exists: true, Length: > CentroidsReader.MaxBytes } file)
            throw new IOException($"{from} has {file.Length} bytes, more than {CentroidsReader.MaxBytes}.");
        return await File.ReadAllBytesAsync(from, cancel);
    }

    // Centroids have no such field.
    private static CurrentCheckpoint? Checkpoint(byte[] bytes)
    {
        try
        {
            return bytes.Length <= 4096 && JsonSerializer.Deserialize(bytes, DatasetsJson.Default.CurrentCheckpoint) is { Checkpoint: not null } current ? current : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // current.json lies in models/, and names checkpoints from the root of the store.
    private static string Beside(string current, string checkpoint) => IsAddress(current)
        ? new Uri(new Uri(current), $"../{checkpoint}/centroids.json").AbsoluteUri
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(current))!, "..", checkpoint, "centroids.json"));

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https");

    private static string Shown(string text) => IsAddress(text) ? new Uri(text).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : text;

    [GeneratedRegex("^models/checkpoints/[A-Za-z0-9][A-Za-z0-9_-]*$")]
    private static partial Regex CheckpointFolder();
}
