using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Argus.Kube.Client.Credentials;

/// <summary>A token in a file that is rotated: read again every minute, and when the server refuses the one at hand.</summary>
/// <param name="initial">Used as long as the file has never been read.</param>
internal sealed class FileToken(string path, string? initial, X509Certificate2? certificate, TimeProvider time) : ICredentialSource
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private string? _token = initial;
    private DateTimeOffset _readAgain = DateTimeOffset.MinValue;

    public X509Certificate2? Certificate => certificate;

    public ValueTask AddToAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Current());
        return ValueTask.CompletedTask;
    }

    public bool Renew()
    {
        lock (_lock)
            _readAgain = DateTimeOffset.MinValue;
        return true;
    }

    private string Current()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now < _readAgain)
                return _token!;
            try
            {
                _token = File.ReadAllText(path).Trim();
                _readAgain = now + Age;
            }
            catch (Exception error) when (_token is not null && error is IOException or UnauthorizedAccessException)
            {
                // In the middle of a rotation: the token at hand is still good.
            }

            return _token!;
        }
    }
}
