using Argus.Chart.Tests.Helm;

namespace Argus.Chart.Tests.Values;

/// <summary>What a schema cannot see, because it is about two values, about files of the chart, or about what a value means.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("operator.image.tag is latest", "operator.image.tag=latest")]
    [InlineData("modelServer.images.amd.tag is latest", "modelServer.images.amd.tag=latest")]
    [InlineData("modelPacks.names: there is no pack nope in this chart. There are: antelopev2, auraface,", "modelPacks.names={nope}")]
    [InlineData("operator.env.PORT: the chart sets it", "operator.env.PORT=1")]
    [InlineData("gateway.env.ARGUS_ADMIN_PORT: the chart sets it", "gateway.env.ARGUS_ADMIN_PORT=1")]
    [InlineData("operator.replicas is 2: without operator.leaderElection", "operator.leaderElection=false")]
    [InlineData("operator.webhook.failurePolicy is Fail: modelDeployments would be refused", "operator.webhook.failurePolicy=Fail", "modelDeployments.faces.spec.task=chat", "modelDeployments.faces.spec.model.pack=x")]
    [InlineData("gateway.auth.disabled is true, and keys are given too", "gateway.auth.disabled=true", "gateway.auth.existingSecret=keys")]
    [InlineData("gateway.auth.jwt.existingSecret and gateway.auth.jwt.existingConfigMap both hold the keys", "gateway.auth.jwt.existingSecret=a", "gateway.auth.jwt.existingConfigMap=b")]
    [InlineData("gateway.auth.jwt.issuer and gateway.auth.jwt.audience must be set", "gateway.auth.jwt.existingSecret=a", "gateway.auth.jwt.issuer=b")]
    [InlineData("modelServer.cache.kind is claim: name one that is there", "modelServer.cache.kind=claim")]
    [InlineData("operator.webhook.certificate.secretName must name the Secret", "operator.webhook.certificate.source=secret")]
    [InlineData("operator.webhook.certificate.caBundle must hold the authority", "operator.webhook.certificate.source=secret", "operator.webhook.certificate.secretName=a")]
    [InlineData("gateway.autoscaling.maxReplicas (1) must be at least gateway.autoscaling.minReplicas (2)", "gateway.autoscaling.enabled=true", "gateway.autoscaling.maxReplicas=1")]
    [InlineData("gateway.ingress.hosts must name at least one host", "gateway.ingress.enabled=true")]
    [InlineData("gateway.httpRoute.parentRefs must name the Gateway", "gateway.httpRoute.enabled=true")]
    [InlineData("gateway.tls.certManager.dnsNames must name the hosts", "gateway.tls.certManager.enabled=true")]
    [InlineData("Port 8100 of the gateway's Service is asked for twice", "gateway.service.port=8100", "gateway.seedPorts={8100}")]
    public async Task Template_ValuesThatDoNotFitTogether_AreRefusedInWords(string message, params string[] values)
    {
        var run = await HelmRun.RunAsync(["template", "argus", ChartFolder.Relative, .. values.SelectMany(v => (string[])["--set", v])]);

        Assert.Equal(1, run.Exit);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }
}
