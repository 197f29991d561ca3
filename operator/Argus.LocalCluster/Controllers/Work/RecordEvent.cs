using Argus.Kube.Api;

namespace Argus.LocalCluster.Controllers.Work;

/// <summary>Records an event about an object; never fails and never waits.</summary>
/// <param name="regarding">What it is about.</param>
/// <param name="controller">Who tells, such as <c>deployment-controller</c>.</param>
/// <param name="action">What was being done, such as <c>Scheduling</c>.</param>
/// <param name="told">What happened.</param>
internal delegate void RecordEvent(IKubernetesObject regarding, string controller, string action, PlannedEvent told);
