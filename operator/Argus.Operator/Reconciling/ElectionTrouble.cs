using Argus.Kube.Client;

namespace Argus.Operator.Reconciling;

/// <summary>Tells why no lease can be had: each reason once, and again when it has lasted for a while.</summary>
internal sealed class ElectionTrouble(string ns, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private string? _told;
    private long _toldAt;

    /// <summary>A try failed.</summary>
    public void Failed(Exception error)
    {
        string reason = error is KubernetesException { IsNotFound: true }
            ? $"no replica can lead, because the namespace {ns} does not exist. Create it (kubectl create namespace {ns}), or name another one with ARGUS_NAMESPACE. It is tried again until then"
            : error.Message;
        if (reason == _told && time.GetElapsedTime(_toldAt) < Again)
            return;
        (_told, _toldAt) = (reason, time.GetTimestamp());
        Log.ElectionFailed(log, reason);
    }
}
