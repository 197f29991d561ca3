namespace Argus.Kube.Api;

/// <summary>A kind as the API server addresses it.</summary>
/// <param name="Group">API group, empty for the core group.</param>
/// <param name="Version">Such as <c>v1</c>.</param>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
/// <param name="Plural">Path segment, such as <c>deployments</c>.</param>
/// <param name="Namespaced">False for kinds of the whole cluster.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Plural, bool Namespaced = true)
{
    /// <summary><c>apps/v1</c>, or <c>v1</c> in the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
