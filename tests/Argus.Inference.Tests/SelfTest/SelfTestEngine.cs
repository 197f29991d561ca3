using Argus.Inference.Faces;
using Argus.Inference.Images;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.SelfTest.Drawing;
using Argus.Testing;

namespace Argus.Inference.Tests.SelfTest;

/// <summary>The engine with the committed selftest pack, loaded once for a class of tests.</summary>
public sealed class SelfTestEngine : IAsyncLifetime
{
    /// <summary>A colour that is none of the face's.</summary>
    public static Rgb Background { get; } = new(150, 190, 205);

    /// <summary>The pack as it lies in the repository.</summary>
    public static string Folder { get; } = Path.Combine(TestData.Repository, "models", "selftest");

    public FaceEngine Faces { get; private set; } = null!;

    public ImageEncoder Images { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var manifest = PackManifest.ReadFile(Path.Combine(Folder, "pack.yaml"));
        Assert.Empty(manifest.Violations);
        string cache = Directory.CreateTempSubdirectory().FullName;
        var resolution = await new ModelStore(new ModelStoreOptions { CachePath = cache }, TimeProvider.System).ResolveAsync(manifest.Pack!);
        Directory.Delete(cache, recursive: true);
        Assert.Empty(resolution.Faults);
        Faces = FaceEngine.Load(resolution.Pack!, new FaceEngineOptions());
        Images = ImageEncoder.Load(resolution.Pack!, new(), new());
    }

    public Task DisposeAsync()
    {
        Faces.Dispose();
        Images.Dispose();
        return Task.CompletedTask;
    }

    public IReadOnlyList<Face> Find(ReadOnlySpan<byte> image)
    {
        Assert.Null(Faces.Analyze(image, AnalyzeRequest.All, out var analysis));
        return analysis!.Faces;
    }

    /// <summary>Draws faces on a plain picture and finds them.</summary>
    public IReadOnlyList<Face> Find(int width, int height, params DrawnFace[] faces)
    {
        var canvas = new Canvas(width, height, Background);
        foreach (var face in faces)
            face.Draw(canvas);
        return Find(canvas.ToPng());
    }
}
