using System.Net.Http.Headers;

namespace Argus.Kube.Client;

/// <summary>A request, so that it can be sent more than once.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue Metadata = MediaTypeWithQualityHeaderValue.Parse("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
    private static readonly StringWithQualityHeaderValue Gzip = new("gzip");

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Null when there is no body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Whether sending it twice has the effect of sending it once.</summary>
    public bool Idempotent { get; init; }

    /// <summary>Whether the answer is read while it is being written.</summary>
    public bool Streaming { get; init; }

    /// <summary>Text is asked for, not JSON.</summary>
    public bool Text { get; init; }

    /// <summary>Of the objects of a list, metadata alone is asked for.</summary>
    public bool MetadataOnly { get; init; }

    public HttpRequestMessage ToMessage(string server)
    {
        var message = new HttpRequestMessage(Method, server + Path);
        if (!Text)
            message.Headers.Accept.Add(MetadataOnly ? Metadata : Json);
        // A compressed stream would hold events back until its block is full.
        if (!Streaming)
            message.Headers.AcceptEncoding.Add(Gzip);
        if (ContentType is not null)
        {
            message.Content = new ReadOnlyMemoryContent(Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        }

        return message;
    }

    /// <summary>Method and path without the query: what errors name.</summary>
    public override string ToString() => $"{Method} {(Path.IndexOf('?', StringComparison.Ordinal) is var end and >= 0 ? Path[..end] : Path)}";
}
