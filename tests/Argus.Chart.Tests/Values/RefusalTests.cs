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
    [InlineData("jobs.inference.url must say where models answer", "gateway.enabled=false")]
    [InlineData("gateway.auth takes tokens alone, and jobs show a key", "gateway.auth.generateKey=false", "gateway.auth.jwt.existingSecret=a", "gateway.auth.jwt.issuer=b", "gateway.auth.jwt.audience=c")]
    [InlineData("jobs.database.existingSecret must name the Secret", "jobs.database.host=a")]
    [InlineData("vectors in files cannot be shared by them", "jobs.database.host=a", "jobs.database.existingSecret=b")]
    [InlineData("vectors in files cannot be shared by them", "jobs.database.host=a", "jobs.database.existingSecret=b", "jobs.vectors.kind=embedded")]
    [InlineData("jobs.vectors.qdrant.url must say where it is", "jobs.vectors.kind=qdrant")]
    [InlineData("jobs.database.host must be set", "jobs.vectors.kind=pgvector")]
    [InlineData("nothing would go to Qdrant", "jobs.vectors.kind=embedded", "jobs.vectors.qdrant.url=http://a:6333")]
    [InlineData("one pod does all jobs, and cannot be scaled", "jobs.worker.autoscaler=keda")]
    [InlineData("one pod does all jobs, and cannot be scaled", "jobs.api.autoscaling.enabled=true")]
    [InlineData("jobs.api.autoscaling.maxReplicas (1) must be at least", "jobs.api.autoscaling.maxReplicas=1")]
    [InlineData("jobs.worker.maxReplicas (1) must be at least jobs.worker.minReplicas (3)", "jobs.worker.minReplicas=3", "jobs.worker.maxReplicas=1")]
    [InlineData("jobs.kafka names Secrets and no brokers", "jobs.kafka.ca.existingSecret=a")]
    [InlineData("jobs.kafka.securityProtocol is SASL_SSL: jobs.kafka.existingSecret must name", "jobs.kafka.brokers=a:9092", "jobs.kafka.securityProtocol=SASL_SSL")]
    [InlineData("nobody would be shown them", "jobs.kafka.brokers=a:9092", "jobs.kafka.existingSecret=b")]
    [InlineData("jobs.kafka.ca and jobs.kafka.certificate are for TLS", "jobs.kafka.brokers=a:9092", "jobs.kafka.certificate.existingSecret=b")]
    [InlineData("jobs.webhook.existingSecret must name the Secret", "jobs.webhook.url=https://a")]
    [InlineData("jobs.webhook.url must begin with https://", "jobs.webhook.url=http://a", "jobs.webhook.existingSecret=b")]
    [InlineData("jobs.maxBytes (33554432) is more than gateway.maxBodyBytes (1000000)", "gateway.maxBodyBytes=1000000")]
    [InlineData("jobs.env.ARGUS_ROLES: the chart sets it", "jobs.env.ARGUS_ROLES=api")]
    [InlineData("jobs.image.tag is latest", "jobs.image.tag=latest")]
    [InlineData("datasets.database.host must name the PostgreSQL", "datasets.enabled=true")]
    [InlineData("datasets.database.existingSecret must name the Secret", "datasets.enabled=true", "datasets.database.host=a")]
    [InlineData("datasets.bucket.existingSecret must name the Secret", "datasets.enabled=true", "datasets.database.host=a", "datasets.database.existingSecret=b", "datasets.bucket.endpoint=c:9000")]
    [InlineData("files would go to a claim", "datasets.enabled=true", "datasets.database.host=a", "datasets.database.existingSecret=b", "datasets.bucket.existingSecret=c")]
    [InlineData("users' uploads and datasets must lie apart", "datasets.enabled=true", "datasets.database.host=a", "datasets.database.existingSecret=b", "datasets.bucket.photos=ccc", "datasets.bucket.artifacts=ccc")]
    [InlineData("datasets.replicas is 2, and files are on a claim", "datasets.enabled=true", "datasets.database.host=a", "datasets.database.existingSecret=b", "datasets.replicas=2")]
    [InlineData("name a Secret with a key by datasets.inference.existingSecret", "datasets.enabled=true", "datasets.database.host=a", "datasets.database.existingSecret=b", "jobs.enabled=false")]
    [InlineData("datasets.inference.url must say where models answer", "datasets.enabled=true", "datasets.database.host=a", "datasets.database.existingSecret=b", "gateway.enabled=false", "jobs.enabled=false")]
    [InlineData("datasets.env.ARGUS_AUTH: the chart sets it", "datasets.enabled=true", "datasets.database.host=a", "datasets.database.existingSecret=b", "datasets.env.ARGUS_AUTH=tokens")]
    [InlineData("Port 8100 of the gateway's Service is asked for twice", "gateway.service.port=8100", "gateway.seedPorts={8100}")]
    public async Task Template_ValuesThatDoNotFitTogether_AreRefusedInWords(string message, params string[] values)
    {
        var run = await HelmRun.RunAsync(["template", "argus", ChartFolder.Relative, .. values.SelectMany(v => (string[])["--set", v])]);

        Assert.Equal(1, run.Exit);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }
}
