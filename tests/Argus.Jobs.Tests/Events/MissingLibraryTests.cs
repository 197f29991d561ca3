using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Events;

public sealed class MissingLibraryTests
{
    [Fact]
    public async Task Start_KafkaWithoutItsLibrary_EndsAndSaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        // Elsewhere than in the clone, whose artifacts/native it would find.
        string here = Path.GetDirectoryName(ProgramRun.PathOf("Argus.Jobs"))!;
        foreach (string file in Directory.GetFiles(here).Where(f => Path.GetFileName(f) != "librdkafka.so"))
            File.Copy(file, folder.At(Path.GetFileName(file)));
        // Found before that of the system, and no library: so none is had on any machine.
        folder.Write("librdkafka.so.1", []);
        await using var run = new ProgramRun(
            ["dotnet", folder.At("Argus.Jobs.dll")],
            new Dictionary<string, string>
            {
                ["HOST"] = "127.0.0.1",
                ["PORT"] = "0",
                ["ARGUS_DATA"] = folder.At("data"),
                ["AUTH_DISABLED"] = "true",
                ["KAFKA_BROKERS"] = "127.0.0.1:1",
                ["ARGUS_HOME"] = "",
                ["LD_LIBRARY_PATH"] = folder.Path,
            });
        await run.ExitAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(run.Lines, line => line.Contains("native/librdkafka/build", StringComparison.Ordinal));
    }
}
