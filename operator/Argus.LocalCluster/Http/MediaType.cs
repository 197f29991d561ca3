namespace Argus.LocalCluster.Http;

/// <summary>How an answer is to look.</summary>
/// <param name="Form">What is made of the object.</param>
/// <param name="Yaml">YAML instead of JSON.</param>
/// <param name="TableVersion">v1 or v1beta1, for tables and partial objects.</param>
internal sealed record MediaType(AnswerForm Form, bool Yaml, string TableVersion)
{
    public static MediaType Json { get; } = new(AnswerForm.Whole, false, "v1");

    public string ContentType => Yaml ? "application/yaml" : "application/json";

    /// <summary>The first of the accepted media types that can be given, or null.</summary>
    public static MediaType? Choose(HttpRequest request)
    {
        string accept = string.Join(',', request.Headers.Accept.AsEnumerable());
        if (accept.Length == 0)
            return Json;
        foreach (string range in accept.Split(','))
            if (Read(range) is { } found)
                return found;
        return null;
    }

    private static MediaType? Read(string range)
    {
        string[] parts = range.Split(';', StringSplitOptions.TrimEntries);
        bool yaml = parts[0] is "application/yaml";
        if (!yaml && parts[0] is not ("application/json" or "*/*" or "application/*"))
            return null;
        string form = "", version = "v1", group = "meta.k8s.io";
        foreach (string parameter in parts.AsSpan(1))
        {
            if (parameter.StartsWith("as=", StringComparison.Ordinal))
                form = parameter[3..];
            else if (parameter.StartsWith("v=", StringComparison.Ordinal))
                version = parameter[2..];
            else if (parameter.StartsWith("g=", StringComparison.Ordinal))
                group = parameter[2..];
        }
        if (form.Length > 0 && (version is not ("v1" or "v1beta1") || group != "meta.k8s.io"))
            return null;
        return form switch
        {
            "" => new MediaType(AnswerForm.Whole, yaml, version),
            "Table" => new MediaType(AnswerForm.Table, yaml, version),
            "PartialObjectMetadata" => new MediaType(AnswerForm.Partial, yaml, version),
            "PartialObjectMetadataList" => new MediaType(AnswerForm.PartialList, yaml, version),
            _ => null,
        };
    }
}
