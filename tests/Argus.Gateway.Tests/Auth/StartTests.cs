using Argus.Gateway.Tests.Listening;
using Argus.Testing.Processes;

namespace Argus.Gateway.Tests.Auth;

/// <summary>The program as a process.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TestKeys _keys = new();
    private readonly TestCertificates _certificates = new();

    [Fact]
    public async Task Start_WithoutSayingWhoMayCall_EndsWithASentence()
    {
        await using var program = Run();
        await program.ExitAsync();

        Assert.Equal(2, program.ExitCode);
        Assert.Contains("Set ARGUS_API_KEYS", program.ToString());
    }

    [Fact]
    public async Task Start_WithABrokenCertificate_EndsWithASentence()
    {
        _certificates.Put("good");
        _certificates.Write("tls.key", "not a key");

        await using var program = Run(("ARGUS_API_KEYS", _keys.Folder), ("ARGUS_TLS_CERTIFICATES", _certificates.Folder));
        await program.ExitAsync();

        Assert.Equal(2, program.ExitCode);
        Assert.Contains("ARGUS_TLS_CERTIFICATES: the certificate in", program.ToString());
        Assert.DoesNotContain("Unhandled", program.ToString());
    }

    [Fact]
    public async Task Start_WithAuthDisabled_SaysSoForEveryListener()
    {
        _keys.Write("kubeconfig", "apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters: [{name: x, cluster: {server: 'http://127.0.0.1:1'}}]\nusers: [{name: x, user: {}}]\ncontexts: [{name: x, context: {cluster: x, user: x}}]\n");

        await using var program = Run(("AUTH_DISABLED", "true"), ("KUBECONFIG", Path.Combine(_keys.Folder, "kubeconfig")), ("LOG_LEVEL", "ERROR"));
        await program.UntilLineAsync(_ => program.Lines.Count(l => l.Contains("AUTHENTICATION IS OFF", StringComparison.Ordinal)) == 2);
        await program.TerminateAsync();

        Assert.Equal(0, program.ExitCode);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _certificates.Dispose();
    }

    private static ProgramRun Run(params (string Name, string Value)[] environment)
    {
        // Blank is as if it were not set, whatever the tests run under.
        var all = new Dictionary<string, string> { ["ARGUS_API_KEYS"] = "", ["ARGUS_JWT_KEYS"] = "", ["AUTH_DISABLED"] = "", ["TEST_MODE"] = "", ["HOST"] = "127.0.0.1", ["PORT"] = "0", ["ARGUS_ADMIN_PORT"] = "0" };
        foreach (var (name, value) in environment)
            all[name] = value;
        return new ProgramRun("Argus.Gateway", [], all);
    }
}
