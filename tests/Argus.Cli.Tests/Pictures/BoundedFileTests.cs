using Argus.Cli.Pictures;
using Argus.Testing;

namespace Argus.Cli.Tests.Pictures;

public sealed class BoundedFileTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Read_File_IsRefusedAboveTheLimit(int bytes, bool read)
    {
        using var folder = new TemporaryFolder();
        byte[] content = [.. Enumerable.Range(0, bytes).Select(i => (byte)i)];
        File.WriteAllBytes(folder.At("f"), content);

        var result = BoundedFile.Read(folder.At("f"), 1000);

        Assert.Equal(read ? content : null, result?.ToArray());
    }

    [Fact]
    public void Read_FileThatClaimsNoLength_IsReadToItsEnd() =>
        Assert.Equal(File.ReadAllBytes("/proc/self/cmdline"), BoundedFile.Read("/proc/self/cmdline", 100_000)?.ToArray());

    [Fact]
    public async Task Read_PipeLongerThanTheLimit_EndsAtTheLimit()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await CommandRunner.RunAsync("mkfifo", [folder.At("pipe")], new Dictionary<string, string>())).ExitCode);
        using var writer = CommandRunner.Start("sh", ["-c", $"cat /dev/zero >'{folder.At("pipe")}'"], new Dictionary<string, string>());

        Assert.Null(BoundedFile.Read(folder.At("pipe"), 100_000));

        // Nobody reads any more: that ends it.
        await writer.WaitForExitAsync();
    }
}
