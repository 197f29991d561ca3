using System.Collections.Immutable;
using Argus.Gateway.Configuration;

namespace Argus.Gateway.Tests.Configuration;

public sealed class GatewayOptionsReaderTests
{
    [Fact]
    public void Read_OnlyWhoMayCall_HasTheDefaults()
    {
        Assert.Empty(Read(out var options));

        var defaults = new GatewayOptions();
        Assert.Equal((defaults.Host, defaults.Port, defaults.AdminPort, defaults.TlsPort, defaults.Http2Port), (options.Host, options.Port, options.AdminPort, options.TlsPort, options.Http2Port));
        Assert.Equal((defaults.Timeout, defaults.DrainDelay, defaults.ShutdownTimeout, defaults.LogLevel), (options.Timeout, options.DrainDelay, options.ShutdownTimeout, options.LogLevel));
    }

    [Fact]
    public void Read_HostAlone_IsThatOfProbesToo()
    {
        Assert.Empty(Read(out var options, ("HOST", "::")));

        Assert.Equal(("::", "::"), (options.Host, options.AdminHost));
    }

    // Each once: a bad address is none of the probes' too.
    [Theory]
    [InlineData("HOST", "localhost")]
    [InlineData("ARGUS_ADMIN_HOST", "all")]
    [InlineData("PORT", "65536")]
    [InlineData("ARGUS_HTTP2_PORT", "-1")]
    [InlineData("ARGUS_SEED_PORTS", "5001,80")]
    [InlineData("ML_SERVICE_TIMEOUT", "0")]
    [InlineData("ARGUS_DRAIN_DELAY_MS", "1d")]
    [InlineData("LOG_LEVEL", "LOUD")]
    [InlineData("ARGUS_TLS_CERTIFICATES", "/nowhere")]
    public void Read_ABadValue_IsToldByItsNameOnce(string name, string value) => Assert.StartsWith(name + ' ', Assert.Single(Read(out _, (name, value))));

    [Fact]
    public void Read_SeveralBadValues_AreAllTold() => Assert.Equal(3, Read(out _, ("HOST", "x"), ("PORT", "x"), ("LOG_LEVEL", "x")).Length);

    [Fact]
    public void Read_APortTwice_IsListenedToOnce()
    {
        Assert.Empty(Read(out var options, ("ARGUS_SEED_PORTS", "5001, 8100, 5001")));

        Assert.Equal([5001, 8100], options.SeedPorts.AsEnumerable());
    }

    private static ImmutableArray<string> Read(out GatewayOptions options, params (string Name, string Value)[] environment) => GatewayOptionsReader.Read(
        name => name == "AUTH_DISABLED" ? "true" : environment.FirstOrDefault(e => e.Name == name).Value,
        out options);
}
