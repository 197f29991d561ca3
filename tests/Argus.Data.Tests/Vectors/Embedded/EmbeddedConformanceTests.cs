using Argus.Data.Vectors;
using Argus.Data.Vectors.Embedded;

namespace Argus.Data.Tests.Vectors.Embedded;

public class EmbeddedConformanceTests : VectorStoreConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argus-vectors-");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override Task<IVectorStore> OpenAsync() => Task.FromResult<IVectorStore>(new EmbeddedVectorStore(Options(_folder.FullName)));

    private protected virtual EmbeddedVectorOptions Options(string folder) => new() { Folder = folder, Threads = 3, SegmentRows = 64 };
}
