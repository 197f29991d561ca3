using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Argus.ModelServer.Docs;

/// <summary>One operation of the document.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with its parameters.</param>
/// <param name="Tag">Group on the page.</param>
/// <param name="Summary">What it does.</param>
internal sealed record ApiOperation(HttpMethod Method, string Path, string Tag, string Summary)
{
    /// <summary>Bodies that are taken.</summary>
    public IReadOnlyList<ApiBody> Bodies { get; init; } = [];

    /// <summary>Parameters of query and headers.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Bodies that are answered with 200.</summary>
    public IReadOnlyList<ApiBody> Answers { get; init; } = [];

    /// <summary>Status codes of errors.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];

    /// <summary>The operation in terms of the document.</summary>
    public OpenApiOperation Describe(OpenApiDocument document)
    {
        var responses = new OpenApiResponses { ["200"] = new OpenApiResponse { Description = "Done.", Content = Content(Answers, document) } };
        foreach (int status in Errors)
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = Content([new ApiBody("application/problem+json", "Problem")], document),
            };
        }

        return new OpenApiOperation
        {
            OperationId = Id(),
            Summary = Summary,
            Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            Parameters = [.. PathParameters(), .. Parameters.Select(p => p.Describe())],
            RequestBody = Bodies.Count == 0 ? null : new OpenApiRequestBody { Required = true, Content = Content(Bodies, document) },
            Responses = responses,
        };
    }

    private static Dictionary<string, OpenApiMediaType> Content(IReadOnlyList<ApiBody> bodies, OpenApiDocument document) => bodies.ToDictionary(
        b => b.ContentType,
        b => new OpenApiMediaType
        {
            Schema = b.Inline ?? (IOpenApiSchema)new OpenApiSchemaReference(b.Schema, document),
            Example = b.Example is null ? null : JsonNode.Parse(b.Example),
        });

    private IEnumerable<IOpenApiParameter> PathParameters() => Path.Split('/').Where(p => p.StartsWith('{')).Select(p => new OpenApiParameter
    {
        Name = p.Trim('{', '}'),
        In = ParameterLocation.Path,
        Required = true,
        Schema = ApiSchemas.Of(JsonSchemaType.String),
    });

    private string Id() => $"{Method.Method.ToLowerInvariant()}{Path.Replace('/', '-').Replace("{", "").Replace("}", "")}";
}

/// <summary>A body of one content type.</summary>
/// <param name="ContentType">Its content type.</param>
/// <param name="Schema">Name of its schema in the document.</param>
/// <param name="Example">An example in JSON, or null.</param>
internal sealed record ApiBody(string ContentType, string Schema, string? Example = null)
{
    /// <summary>The schema itself where it has no name.</summary>
    public OpenApiSchema? Inline { get; init; }
}

/// <summary>A parameter of query or headers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">Where it stands.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">What it does.</param>
internal sealed record ApiParameter(string Name, ParameterLocation In, JsonSchemaType Type, string Description)
{
    /// <summary>The parameter in terms of the document.</summary>
    public OpenApiParameter Describe() => new() { Name = Name, In = In, Description = Description, Schema = ApiSchemas.Of(Type) };
}
