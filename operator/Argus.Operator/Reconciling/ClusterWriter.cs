using System.Text.Json;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Meta;
using Argus.Kube.Client;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;

namespace Argus.Operator.Reconciling;

/// <summary>Writes through the API server, by server-side apply under one name.</summary>
internal sealed class ClusterWriter(KubernetesClient client) : IClusterWriter
{
    public async Task<WriteResult> ApplyAsync(string ns, PlannedApply apply, CancellationToken cancellationToken)
    {
        var options = new ApplyOptions { FieldManager = Names.Manager, Force = !apply.IsNew };
        try
        {
            var body = await client.Resource(apply.Type).ApplyAsync(apply.Name, ns, Json.Bytes(apply.Body), options, cancellationToken);
            return WriteResult.Written with { Child = Child.Of(apply.Type, body) };
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            return WriteResult.Conflict;
        }
        catch (KubernetesException e) when (e.IsInvalid || e.IsForbidden)
        {
            return new WriteResult(WriteOutcome.Refused, $"{apply.Type.Kind}/{apply.Name}: {e.Status.Message}");
        }
    }

    public async Task<WriteResult> DeleteAsync(string ns, PlannedDelete delete, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions
        {
            Propagation = PropagationPolicy.Background,
            Preconditions = delete.Uid is null ? null : new V1Preconditions { Uid = delete.Uid },
        };
        try
        {
            await client.Resource(delete.Type).DeleteAsync(delete.Name, ns, options, cancellationToken);
            return WriteResult.Written;
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            return WriteResult.Conflict;
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return new WriteResult(WriteOutcome.Refused, $"{delete.Type.Kind}/{delete.Name}: {e.Status.Message}");
        }
    }

    public async Task<ModelDeployment?> ReportAsync(ModelDeployment resource, ModelDeploymentStatus status, CancellationToken cancellationToken)
    {
        var body = Json.Map(
            ("apiVersion", ModelDeployment.Resource.ApiVersion),
            ("kind", ModelDeployment.Resource.Kind),
            // With its uid: another one of the same name is not what this status is about.
            ("metadata", Json.Map(("name", resource.Metadata.Name), ("namespace", resource.Metadata.Namespace), ("uid", resource.Metadata.Uid))),
            ("status", JsonSerializer.SerializeToNode(status, ArgusJson.Default.ModelDeploymentStatus)));
        var options = new ApplyOptions { FieldManager = Names.Manager, Force = true, Subresource = "status" };
        try
        {
            return await client.Resource<ModelDeployment>().ApplyAsync(resource.Metadata.Name!, resource.Metadata.Namespace, Json.Bytes(body), options, cancellationToken);
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            return null;
        }
    }
}
