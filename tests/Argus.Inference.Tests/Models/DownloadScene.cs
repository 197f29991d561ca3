using Argus.Inference.Models;
using Argus.Testing;
using Microsoft.AspNetCore.Http;

namespace Argus.Inference.Tests.Models;

/// <summary>One file, an empty cache, and what tests of downloads ask of them.</summary>
public abstract class DownloadScene : IDisposable
{
    private protected TemporaryFolder Cache { get; } = new();

    private protected ProgressLog Progress { get; } = new();

    private protected byte[] Content { get; } = Example.Content();

    private protected string Target => Cache.At(Example.Sha256(Content) + ".onnx");

    public void Dispose()
    {
        Cache.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private protected static void AssertFault(PackResolution resolution, PackFaultKind kind, string words)
    {
        Assert.Null(resolution.Pack);
        var fault = Assert.Single(resolution.Faults);
        Assert.Contains(words, fault.Message);
        Assert.Equal(kind, fault.Kind);
    }

    private protected ModelPack PackAt(params Uri[] urls) => Example.Pack(Example.File(Content, [.. urls]));

    private protected Task<PackResolution> ResolveAsync(params Uri[] urls) => Example.Store(Cache).ResolveAsync(PackAt(urls), Progress);

    private protected void AssertArrived(PackResolution resolution)
    {
        Assert.Empty(resolution.Faults);
        Assert.Equal(Target, resolution.Pack!.Files[ModelRole.Recognizer].Path);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }
}
