using Microsoft.OpenApi;

namespace Argus.ServiceDefaults.Docs;

/// <summary>A body of one content type.</summary>
/// <param name="ContentType">Its content type.</param>
/// <param name="Schema">Name of its schema in the document.</param>
/// <param name="Example">An example in JSON, or null.</param>
public sealed record ApiBody(string ContentType, string Schema, string? Example = null)
{
    /// <summary>The schema itself where it has no name.</summary>
    public OpenApiSchema? Inline { get; init; }
}
