using System.Net;
using System.Text.Json;

namespace Argus.Data.Vectors.Qdrant;

/// <summary>What Qdrant answered: the result of a success, or one of the two failures that callers expect.</summary>
/// <param name="Status">200, 404 or 409.</param>
/// <param name="Result">The part "result" of a success.</param>
internal readonly record struct QdrantAnswer(HttpStatusCode Status, JsonElement Result)
{
    public bool IsMissing => Status == HttpStatusCode.NotFound;
}
