using System.Text.Json.Nodes;
using Argus.Data.Jobs;
using Argus.Jobs.Api;
using Argus.Jobs.Tests.Running;
using Argus.Testing;
using Microsoft.AspNetCore.Http;

namespace Argus.Jobs.Tests.Api;

public sealed class StoreFaultsTests
{
    [Theory]
    [InlineData(JobStoreFault.Unavailable, 503)]
    [InlineData(JobStoreFault.Full, 507)]
    [InlineData(JobStoreFault.ReadOnly, 503)]
    [InlineData(JobStoreFault.Corrupt, 503)]
    [InlineData(JobStoreFault.Other, 503)]
    public async Task Guarded_AStoreThatFails_IsToldApartAndWhenToComeBack(JobStoreFault fault, int status)
    {
        var log = new LogLines<StoreFaultsTests>();
        using var bytes = new MemoryStream();
        var http = new DefaultHttpContext { Response = { Body = bytes } };

        await StoreFaults.Guarded(async c => await BrokenStore.Create(fault).GetAsync(Guid.NewGuid(), c.RequestAborted), log)(http);

        Assert.Equal(status, http.Response.StatusCode);
        Assert.NotEmpty(http.Response.Headers.RetryAfter.ToString());
        // Files and hosts are for those who run it, not for those who call it.
        Assert.DoesNotContain("secret", JsonNode.Parse(bytes.ToArray())!.ToJsonString());
        Assert.Contains("/secret/place", Assert.Single(log.Lines));
    }
}
