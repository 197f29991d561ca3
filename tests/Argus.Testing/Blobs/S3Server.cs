using System.Text.RegularExpressions;
using Argus.Testing.Processes;
using Xunit;

namespace Argus.Testing.Blobs;

/// <summary>A server of S3 from npm (s3rver), in a process of its own, on a free port, with its data in a temporary folder. It checks no signatures.</summary>
public sealed partial class S3Server : IAsyncLifetime
{
    /// <summary>The only ones it knows.</summary>
    public const string AccessKey = "S3RVER";

    private static readonly string Script = Path.Combine(TestData.Repository, "node_modules", "s3rver", "bin", "s3rver.js");
    private readonly TemporaryFolder _folder = new();
    private ProgramRun? _run;

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (!File.Exists(Script))
            throw new InvalidOperationException("s3rver is not there: npm ci --ignore-scripts");
        // Its marks of pages are of DES, which OpenSSL 3 keeps apart.
        _run = new ProgramRun(["node", "--openssl-legacy-provider", Script, "--directory", _folder.Path, "--address", "127.0.0.1", "--port", "0", "--silent"], new Dictionary<string, string>());
        await _run.UntilLineAsync(line => Port().IsMatch(line));
        Address = new Uri($"http://127.0.0.1:{Port().Match(_run.Lines.First(l => Port().IsMatch(l))).Groups[1].Value}");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        _folder.Dispose();
    }

    [GeneratedRegex(@"listening on \S*:(\d+)")]
    private static partial Regex Port();
}
