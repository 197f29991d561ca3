using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Argus.ServiceDefaults.Auth.Tokens;

/// <summary>The keys that tokens are checked with. Readers take the book without a lock; it is replaced whole when the file changes.</summary>
public sealed class TokenStore : BackgroundService
{
    private const int MostBytes = 1024 * 1024;

    private readonly TokenOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TokenStore> _log;
    private volatile TokenBook _current;
    private byte[] _digest = [];

    /// <summary>Reads the keys for the first time.</summary>
    public TokenStore(TokenOptions options, TimeProvider time, ILogger<TokenStore> log)
    {
        (_options, _time, _log) = (options, time, log);
        _current = new TokenBook([], options);
        Reload();
    }

    /// <summary>The newest book.</summary>
    public TokenBook Current => _current;

    /// <summary>Reads a file of keys.</summary>
    /// <param name="path">The file.</param>
    /// <param name="json">Its bytes.</param>
    /// <returns>Why it cannot be read; null where it can.</returns>
    public static string? TryReadFile(string path, out byte[] json)
    {
        json = [];
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MostBytes)
                return $"It is larger than {MostBytes} bytes.";
            json = new byte[file.Length];
            file.ReadExactly(json);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Reads the file; one caller at a time.</summary>
    public void Reload()
    {
        string? trouble = TryReadFile(_options.KeysPath, out byte[] json);
        byte[] digest = trouble is null ? SHA256.HashData(json) : System.Text.Encoding.UTF8.GetBytes(trouble);
        if (digest.AsSpan().SequenceEqual(_digest))
            return;
        _digest = digest;
        ImmutableArray<TokenKey> keys = [];
        ImmutableArray<string> leftOut = [];
        trouble ??= JwksReader.Read(json, out keys, out leftOut);
        if (trouble is not null)
        {
            Log.TokenKeysRefused(_log, _options.KeysPath, trouble);
            return;
        }

        foreach (string reason in leftOut)
            Log.TokenKeyLeftOut(_log, reason);
        _current = new TokenBook(keys, _options);
        Log.TokenKeysRead(_log, keys.Length);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new FileWatch(Path.GetDirectoryName(Path.GetFullPath(_options.KeysPath))!, _time, _log).RunAsync(Reload, stoppingToken);
}
