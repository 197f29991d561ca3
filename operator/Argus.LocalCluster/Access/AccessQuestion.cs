namespace Argus.LocalCluster.Access;

/// <summary>May someone do this to that?</summary>
internal sealed record AccessQuestion(Caller Caller, string Verb, string Group, string Resource, string Namespace, string Name)
{
    /// <summary>The server's words for no.</summary>
    public string Refusal =>
        $"User \"{Caller.Name}\" cannot {Verb} resource \"{Resource}\" in API group \"{Group}\" {(Namespace.Length > 0 ? $"in the namespace \"{Namespace}\"" : "at the cluster scope")}";
}
