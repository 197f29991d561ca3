using Argus.Cli.Pictures;
using Argus.Cli.Remote;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Kube.Client;
using Argus.Testing;

namespace Argus.Cli.Tests.Remote;

/// <summary>A client, a picture to send, and what it remarked.</summary>
internal sealed class ClientUnderTest : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly RemoteClient _client;

    /// <param name="server">Who is asked.</param>
    /// <param name="key">What it is shown.</param>
    /// <param name="time">Default: one that leaps over waits.</param>
    /// <param name="change">Other settings.</param>
    public ClientUnderTest(Uri server, string? key = null, TimeProvider? time = null, Func<RemoteTarget, RemoteTarget>? change = null)
    {
        var target = new RemoteTarget { Address = new Uri(server.GetLeftPart(UriPartial.Authority) + "/"), Key = key, Timeout = Timeout, Concurrency = 1 };
        target = change?.Invoke(target) ?? target;
        File.WriteAllBytes(PicturePath, [1, 2, 3]);
        _client = new RemoteClient(target.CreateHttp(), target, new RetryWaits(new Jitter(new Random(1))), time ?? Time, Remarks.Add);
    }

    public SkippingTime Time { get; } = new(Timeout);

    public List<string> Remarks { get; } = [];

    public string PicturePath => _folder.At("secret name.jpg");

    /// <summary>Asks about the picture.</summary>
    public Task<Reply<DetectResponse>> DetectAsync(CancellationToken cancel = default)
    {
        var picture = PictureSource.Open(PicturePath).Value!;
        return _client.PostAsync("detect", () => new PictureForm().With("file", picture), ContractsJson.Default.DetectResponse, AnswerCheck.Of, cancel);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }
}
