namespace Argus.Operator.Tests.Faults;

/// <summary>One request of an operator, and what the API server answered.</summary>
/// <param name="Who">The operator that sent it.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Query">With its question mark.</param>
/// <param name="Body">As text; empty where there is none.</param>
/// <param name="At">When it came, as a timestamp of the system's clock.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Fault">Whether the proxy answered it, so that the server never saw it.</param>
internal sealed record Exchange(string Who, string Method, string Path, string Query, string Body, long At, int Status, bool Fault)
{
    private static readonly string[] Children =
        ["configmaps", "networkpolicies", "services", "deployments", "poddisruptionbudgets", "horizontalpodautoscalers", "scaledobjects"];

    public bool IsWrite => Method != "GET";

    public bool IsWatch => Query.Contains("watch=", StringComparison.Ordinal);

    /// <summary>Whether it wrote a child of a ModelDeployment.</summary>
    public bool IsChildWrite => IsWrite && Children.Contains(Kind);

    /// <summary>Whether it wrote the status of a ModelDeployment.</summary>
    public bool IsStatusWrite => IsWrite && Kind == "modeldeployments";

    /// <summary>Whether it took, renewed or released the lease.</summary>
    public bool IsLeaseWrite => IsWrite && Kind == "leases";

    /// <summary>Whether the server did it.</summary>
    public bool IsDone => !Fault && Status is >= 200 and < 300;

    /// <summary>Of the object: its namespace, plural and name.</summary>
    public string Object => string.Join('/', Path.Split('/').SkipWhile(p => p != "namespaces").Skip(1).Take(3));

    private string Kind => Path.Split('/').SkipWhile(p => p != "namespaces").Skip(2).FirstOrDefault() ?? "";

    public override string ToString() => $"{Who} {Method} {Path} {Status}{(Fault ? " (fault)" : "")}";
}
