using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Argus.ServiceDefaults.Docs;

/// <summary>One operation of the document.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with its parameters.</param>
/// <param name="Tag">Group on the page.</param>
/// <param name="Summary">What it does.</param>
public sealed record ApiOperation(HttpMethod Method, string Path, string Tag, string Summary)
{
    /// <summary>Bodies that are taken.</summary>
    public IReadOnlyList<ApiBody> Bodies { get; init; } = [];

    /// <summary>Parameters of query and headers.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Status code of success.</summary>
    public int Success { get; init; } = 200;

    /// <summary>Bodies that are answered with it.</summary>
    public IReadOnlyList<ApiBody> Answers { get; init; } = [];

    /// <summary>Status codes of errors.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];

    /// <summary>Body of errors.</summary>
    public ApiBody Error { get; init; } = new("application/problem+json", "Problem");

    /// <summary>The operation in terms of the document.</summary>
    public OpenApiOperation Describe(OpenApiDocument document)
    {
        var responses = new OpenApiResponses { [Code(Success)] = new OpenApiResponse { Description = "Done.", Content = Content(Answers, document) } };
        foreach (int status in Errors)
        {
            responses[Code(status)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = Content([Error], document),
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

    private static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);

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
        Schema = SchemaParts.Of(JsonSchemaType.String),
    });

    private string Id() => $"{Method.Method.ToLowerInvariant()}{Path.Replace('/', '-').Replace("{", "").Replace("}", "")}";
}
