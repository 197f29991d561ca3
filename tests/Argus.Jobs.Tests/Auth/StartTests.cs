using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Auth;

/// <summary>The program as a process.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Start_WithoutSayingWhoMayCall_EndsWithASentence()
    {
        await using var program = Run();
        await program.ExitAsync();

        Assert.Equal(2, program.ExitCode);
        Assert.Contains("Set ARGUS_JWT_KEYS", program.ToString());
        Assert.Contains("ARGUS_AUTH=gateway", program.ToString());
        Assert.Contains("AUTH_DISABLED=true", program.ToString());
    }

    [Theory]
    [InlineData("AUTH_DISABLED", "true", "AUTHENTICATION IS OFF")]
    [InlineData("TEST_MODE", "true", "AUTHENTICATION IS OFF")]
    [InlineData("ARGUS_AUTH", "gateway", "the gateway has done so")]
    public async Task Start_WithoutTokens_SaysSoLoudly(string name, string value, string said)
    {
        await using var program = Run((name, value));
        await program.UntilLineAsync(line => line.Contains(said, StringComparison.Ordinal));
        await program.TerminateAsync();

        Assert.Equal(0, program.ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private ProgramRun Run(params (string Name, string Value)[] environment)
    {
        // Blank is as if it were not set, whatever the tests run under.
        var all = new Dictionary<string, string>
        {
            ["ARGUS_AUTH"] = "",
            ["ARGUS_JWT_KEYS"] = "",
            ["AUTH_DISABLED"] = "",
            ["TEST_MODE"] = "",
            ["DB_HOST"] = "",
            ["QDRANT_URL"] = "",
            ["MEDIA_STORE_URL"] = "",
            ["HOST"] = "127.0.0.1",
            ["PORT"] = "0",
            ["LOG_LEVEL"] = "WARNING",
            ["ARGUS_DATA"] = _folder.Path,
        };
        foreach (var (name, value) in environment)
            all[name] = value;
        return new ProgramRun("Argus.Jobs", [], all);
    }
}
