using Argus.ModelServer.Tests.Running;
using Argus.ServiceDefaults.Health;

namespace Argus.ModelServer.Tests.Health;

public sealed class HealthQuestionTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("localhost")]
    public async Task Ask_AServerThatIsReady_Is0(string host)
    {
        await using var server = await RunningServer.StartAsync();
        var said = new StringWriter();

        Assert.Equal(0, await HealthQuestion.AskAsync(host, server.Address.Port, "/health/ready", said));

        Assert.Equal("", said.ToString());
    }

    [Fact]
    public async Task Ask_APathThatAnswersOtherwise_Is1AndSaysTheAnswer()
    {
        await using var server = await RunningServer.StartAsync();
        var said = new StringWriter();

        Assert.Equal(1, await HealthQuestion.AskAsync("127.0.0.1", server.Address.Port, "/nowhere", said));

        Assert.Contains("/nowhere answers 404", said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.99.0.1", "http://127.99.0.1:9/")]
    [InlineData("::", "http://[::1]:9/")]
    [InlineData("fe80::1", "http://[fe80::1]:9/")]
    public async Task Ask_NobodyAnswers_Is1AndNamesTheAddress(string host, string address)
    {
        var said = new StringWriter();

        Assert.Equal(1, await HealthQuestion.AskAsync(host, 9, "/health/ready", said));

        Assert.Contains(address, said.ToString(), StringComparison.Ordinal);
        Assert.Contains("does not answer", said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "--health")]
    [InlineData(false)]
    [InlineData(false, "--health", "now")]
    [InlineData(false, "-health")]
    public void IsAsked_OnlyByTheSwitchAlone(bool expected, params string[] args) => Assert.Equal(expected, HealthQuestion.IsAsked(args));
}
