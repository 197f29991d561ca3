using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Inference.Scheduling;
using Argus.ModelServer.Classes;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.ModelServer.Tests.Classes;

public sealed class ClassesReloadTests
{
    [Fact]
    public async Task Reload_FileChanged_IsTakenUpAtTheNextLook()
    {
        using var folder = new TemporaryFolder();
        var shipped = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(RunningServer.SelftestFolder, "classes.json")), DatasetsJson.Default.CentroidsFile)!;
        string path = Write(shipped);
        var options = RunningServer.Options with { Classes = path };
        var time = new FakeTimeProvider();
        await using var pool = new WorkerPool(options.Work, TimeProvider.System);
        using var loading = PackLoading.Start(options, pool, TimeProvider.System);
        await using var models = await loading.Result;
        using var reload = new ClassesReload(options, loading, time, NullLogger<ClassesReload>.Instance);
        await reload.StartAsync(default);
        await time.UntilTimerAsync();
        Assert.Equal(15, models.Classes.Current.Value!.Classifier.Names.Count);

        Write(shipped with { Classes = [.. shipped.Classes.Take(3)] });
        time.Advance(options.ClassesReload);
        await time.UntilTimerAsync();

        Assert.Equal(3, models.Classes.Current.Value!.Classifier.Names.Count);
        await reload.StopAsync(default);

        string Write(CentroidsFile file) => folder.Write("c.json", JsonSerializer.SerializeToUtf8Bytes(file, DatasetsJson.Default.CentroidsFile));
    }
}
