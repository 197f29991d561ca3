using Microsoft.OpenApi;

namespace Argus.ServiceDefaults.Docs;

/// <summary>A parameter of query or headers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">Where it stands.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">What it does.</param>
public sealed record ApiParameter(string Name, ParameterLocation In, JsonSchemaType Type, string Description)
{
    /// <summary>The parameter in terms of the document.</summary>
    public OpenApiParameter Describe() => new() { Name = Name, In = In, Description = Description, Schema = SchemaParts.Of(Type) };
}
