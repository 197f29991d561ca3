using System.Net;
using Argus.Gateway.Tests.Running;
using Argus.Kube.Api.Argus;

namespace Argus.Gateway.Tests.Waking;

public sealed class HoldTests
{
    [Fact]
    public async Task Post_Asleep_IsHeldUntilAPodIsThereAndTheOperatorIsTold()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Sleeping("faces"));

        var calls = Enumerable.Range(0, 5).Select(_ => gateway.Http.PostAsync("/detect", new StringContent("photo"))).ToList();
        await gateway.Api.UntilPatchedAsync(p => p.Count > 0);
        Assert.All(calls, c => Assert.False(c.IsCompleted));
        await gateway.ServeAsync(Sleeping("faces"), pod.Address);

        foreach (var call in calls)
        {
            using var response = await call;
            Assert.Equal("pod 5", await response.Content.ReadAsStringAsync());
        }

        string patch = gateway.Api.Patches[0];
        Assert.StartsWith("/apis/argus.dev/v1alpha1/namespaces/ns/modeldeployments/faces {\"metadata\":{\"annotations\":{\"argus.dev/last-request\":\"20", patch);
    }

    [Fact]
    public async Task Post_Asleep_TheOperatorIsToldAgainUntilAPodIsThere()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        // A quarter of this is far more than the test waits.
        var sleeping = Sleeping("faces");
        await gateway.ServeAsync(sleeping with { Spec = sleeping.Spec with { Scaling = new(Min: 0, IdleSeconds: 36_000) } });

        var call = gateway.Http.PostAsync("/detect", new StringContent("x"));
        await gateway.Api.UntilPatchedAsync(p => p.Count > 1);
        gateway.Api.DeleteDeployment(new("ns", "faces"));

        (await call).Dispose();
    }

    [Fact]
    public async Task Post_NoPodInTime_Is503ThatTellsTheState()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Sleeping("faces"));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/detect") { Content = new StringContent("x") };
        request.Headers.Add("X-Argus-Timeout-Ms", "50");
        using var response = await gateway.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("No pod of ns/faces was ready within 50 ms; its condition Ready is True (Serving)", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_WillNotServe_IsRefusedAtOnceWithTheReason()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        var deployment = Given.Deployment("faces");
        await gateway.ServeAsync(deployment with { Status = new() { Conditions = [Given.Condition(ConditionTypes.Accepted, "False", "PackNotFound", "There is no pack x.")] } });

        using var response = await gateway.Http.PostAsync("/detect", new StringContent("x"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("ns/faces cannot serve: PackNotFound: There is no pack x.", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_DeletedWhileHeld_Is404()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Sleeping("faces"));

        var call = gateway.Http.PostAsync("/detect", new StringContent("x"));
        await gateway.Api.UntilPatchedAsync(p => p.Count > 0);
        gateway.Api.DeleteDeployment(new("ns", "faces"));

        using var response = await call;
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Post_MoreThanMayWait_IsRefusedAtOnce()
    {
        await using var gateway = await GatewayHarness.StartAsync(o => o with { MaxHeld = 1 });
        await gateway.ServeAsync(Sleeping("faces"));

        var held = gateway.Http.PostAsync("/detect", new StringContent("x"));
        await gateway.Api.UntilPatchedAsync(p => p.Count > 0);
        using var response = await gateway.Http.PostAsync("/detect", new StringContent("x"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("Too many requests wait", await response.Content.ReadAsStringAsync());
        gateway.Api.DeleteDeployment(new("ns", "faces"));
        (await held).Dispose();
    }

    [Fact]
    public async Task Post_CallerHangsUpWhileHeld_LeavesThePlace()
    {
        await using var gateway = await GatewayHarness.StartAsync(o => o with { MaxHeld = 1 });
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Sleeping("faces"));
        using var cancel = new CancellationTokenSource();

        var call = gateway.Http.PostAsync("/detect", new StringContent("x"), cancel.Token);
        await gateway.Api.UntilPatchedAsync(p => p.Count > 0);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await gateway.ServeAsync(Sleeping("faces"), pod.Address);

        using var response = await gateway.Http.PostAsync("/detect", new StringContent("photo"));
        Assert.Equal("pod 5", await response.Content.ReadAsStringAsync());
        Assert.Equal(0, gateway.Live.Current.Backends.Single().Upstream.Held);
    }

    private static ModelDeployment Sleeping(string name)
    {
        var deployment = Given.Deployment(name);
        return deployment with { Spec = deployment.Spec with { Scaling = new(Min: 0, IdleSeconds: 60) } };
    }
}
