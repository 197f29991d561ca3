using Argus.Operator.Planning;
using Argus.Operator.Reconciling;

namespace Argus.Operator.Tests.Reconciling;

public sealed class OperatorOptionsReaderTests
{
    [Fact]
    public void Read_NothingSet_IsTheDefault()
    {
        Assert.Empty(OperatorOptionsReader.Read(_ => null, out var options));
        Assert.Equal(8080, options.Port);
        Assert.Equal((CacheKind.HostPath, "/var/lib/argus", AutoscalerKind.Auto), (options.Plan.Cache, options.Plan.CacheSource, options.Plan.Autoscaler));
    }

    [Fact]
    public void Read_EverySetting_Counts()
    {
        var env = new Dictionary<string, string>
        {
            ["PORT"] = "9",
            ["ARGUS_CACHE"] = "claim",
            ["ARGUS_CACHE_SOURCE"] = "weights",
            ["ARGUS_AUTOSCALER"] = "keda",
            ["ARGUS_AMD_GROUPS"] = "44, 992",
            ["ARGUS_IMAGE_AMD"] = "amd:1",
            ["ARGUS_POD_USER"] = "7",
            ["ARGUS_WORKERS"] = "3",
            ["ARGUS_LEADER_ELECTION"] = "false",
            ["LOG_LEVEL"] = "debug",
        };

        Assert.Empty(OperatorOptionsReader.Read(env.GetValueOrDefault, out var options));
        Assert.Equal((9, 3, false), (options.Port, options.Workers, options.LeaderElection));
        Assert.Equal((CacheKind.Claim, "weights", AutoscalerKind.Keda, "amd:1", 7), (options.Plan.Cache, options.Plan.CacheSource, options.Plan.Autoscaler, options.Plan.AmdImage, options.Plan.UserId));
        Assert.Equal([44L, 992L], options.Plan.AmdGroups.ToArray());
    }

    [Fact]
    public void Read_EveryBadValue_IsNamedAtOnce()
    {
        var env = new Dictionary<string, string>
        {
            ["HOST"] = "here",
            ["PORT"] = "x",
            ["ARGUS_CACHE"] = "claim",
            ["ARGUS_AMD_GROUPS"] = "render",
            ["ARGUS_POD_USER"] = "0",
            ["ARGUS_WEBHOOK_CERTIFICATES"] = "/nowhere",
        };

        var errors = OperatorOptionsReader.Read(env.GetValueOrDefault, out _);

        Assert.Equal(6, errors.Length);
        Assert.All(new[] { "HOST", "PORT", "ARGUS_CACHE_SOURCE", "ARGUS_AMD_GROUPS", "ARGUS_POD_USER", "ARGUS_WEBHOOK_CERTIFICATES" }, name => Assert.Contains(errors, e => e.StartsWith(name, StringComparison.Ordinal)));
    }
}
