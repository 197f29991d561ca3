using Argus.Cli.Remote;

namespace Argus.Cli.Tests.Remote;

public sealed class RemoteTargetTests
{
    [Theory]
    [InlineData("http://argus.example.com/", true, 1)]
    [InlineData("http://argus.example.com/", false, 0)]
    [InlineData("http://127.0.0.1:8080/", true, 0)]
    [InlineData("http://localhost:8080/", true, 0)]
    [InlineData("https://argus.example.com/", true, 0)]
    public void Warnings_KeyInTheClear_IsWarnedOfUnlessItStaysHere(string address, bool key, int count)
    {
        var target = Target(address) with { Key = key ? "secret-key" : null };

        Assert.Equal(count, target.Warnings.Count());
        Assert.DoesNotContain(target.Warnings, warning => warning.Contains("secret-key"));
    }

    [Fact]
    public void Warnings_AnyCertificate_IsWarnedOf() =>
        Assert.Contains("--insecure", Assert.Single((Target("https://argus.example.com/") with { AnyCertificate = true }).Warnings));

    private static RemoteTarget Target(string address) => new() { Address = new Uri(address), Timeout = TimeSpan.FromSeconds(1), Concurrency = 1 };
}
