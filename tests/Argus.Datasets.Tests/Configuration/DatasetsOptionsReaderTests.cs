using Argus.Datasets.Configuration;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.Testing;

namespace Argus.Datasets.Tests.Configuration;

public sealed class DatasetsOptionsReaderTests
{
    [Fact]
    public void Read_NamesOfTheDocuments_AreKept()
    {
        var errors = Read(out var options, ("DB_HOST", "postgres"), ("DB_USER", "u"), ("DB_PASSWORD", "p"), ("DB_NAME", "suitesme"), ("MINIO_ENDPOINT", "minio:9000"), ("MINIO_ROOT_USER", "a"), ("MINIO_ROOT_PASSWORD", "s"), ("STYLE_PHOTO_BUCKET", "photos"), ("ML_ARTIFACTS_BUCKET", "artifacts"), ("AUTH_DISABLED", "true"));

        Assert.Empty(errors);
        Assert.Equal(new Uri("http://minio:9000"), options.S3!.Endpoint);
        Assert.Equal(("photos", "artifacts", "argus_datasets"), (options.PhotoBucket, options.ArtifactBucket, options.Schema));
        Assert.Contains("Database=suitesme", options.Database);
        Assert.Equal(15, options.Classes.Length);
        Assert.Equal(TrustKind.Disabled, options.Trust.Kind);
    }

    [Fact]
    public void Read_BadValues_AreAllNamed()
    {
        string[] errors = Read(
            out _,
            ("MINIO_ENDPOINT", "ftp://x"), ("STYLE_PHOTO_BUCKET", "Photos!"), ("ARGUS_DATASETS_SCHEMA", "a; DROP"), ("ARGUS_INFERENCE_URL", "here"), ("ARGUS_WORKERS", "0"));

        Assert.All((string[])["DB_HOST", "MINIO_ENDPOINT", "STYLE_PHOTO_BUCKET", "ARGUS_DATASETS_SCHEMA", "ARGUS_INFERENCE_URL", "ARGUS_WORKERS", "Who may call"], name => Assert.Contains(errors, e => e.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_OneBucketForBoth_IsRefused() =>
        Assert.Contains(Read(out _, ("DB_HOST", "x"), ("AUTH_DISABLED", "1"), ("STYLE_PHOTO_BUCKET", "one"), ("ML_ARTIFACTS_BUCKET", "one")), e => e.Contains("must lie apart", StringComparison.Ordinal));

    [Fact]
    public void Read_ModelsPort_IsNoneOrOneOfItsOwn()
    {
        Assert.Empty(Read(out var options, ("DB_HOST", "x"), ("AUTH_DISABLED", "1")));
        Assert.Equal(0, options.ModelsPort);
        Assert.Empty(Read(out options, ("DB_HOST", "x"), ("AUTH_DISABLED", "1"), ("ARGUS_MODELS_PORT", "8004")));
        Assert.Equal(8004, options.ModelsPort);
        Assert.Contains(Read(out _, ("DB_HOST", "x"), ("AUTH_DISABLED", "1"), ("ARGUS_MODELS_PORT", "8003")), e => e.Contains("a port of its own", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("A\nB\n# none\n\n", null)]
    [InlineData("A\n../B\n", "cannot be a class")]
    [InlineData("A\nA\n", "each once")]
    [InlineData("A\n", "at least two")]
    public void Read_ClassesFile_IsCheckedLineByLine(string text, string? word)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("classes.txt", System.Text.Encoding.UTF8.GetBytes(text));

        string[] errors = Read(out var options, ("DB_HOST", "x"), ("AUTH_DISABLED", "1"), ("ARGUS_CLASSES_FILE", path));

        if (word is null)
            Assert.Equal("A B", string.Join(' ', options.Classes));
        else
            Assert.Contains(errors, e => e.Contains(word, StringComparison.Ordinal));
    }

    private static string[] Read(out DatasetsOptions options, params (string Name, string Value)[] values) =>
        [.. DatasetsOptionsReader.Read(name => values.FirstOrDefault(v => v.Name == name).Value, isAsked: true, out options)];
}
