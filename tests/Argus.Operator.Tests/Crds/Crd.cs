using System.Text.Json.Nodes;
using Argus.Operator.Tests.Testing;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Crds;

/// <summary>A CRD of the repository.</summary>
internal sealed class Crd
{
    private Crd(JsonObject document) => Document = document;

    public static Crd ModelPacks { get; } = Read("modelpacks");

    public static Crd ModelDeployments { get; } = Read("modeldeployments");

    public static Crd DatasetSchedules { get; } = Read("datasetschedules");

    public JsonObject Document { get; }

    public JsonObject Version => Document["spec"]!["versions"]![0]!.AsObject();

    public JsonObject Schema => Version["schema"]!["openAPIV3Schema"]!.AsObject();

    private static Crd Read(string name) => new(TestYaml.ReadFile(Path.Combine(TestData.Repository, "crds", $"{name}.yaml")).Single());
}
