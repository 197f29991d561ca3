using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Jobs.Configuration;
using Argus.ServiceDefaults.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Argus.Jobs.Search;

/// <summary>Reads the body of a search: JSON, a form with a file, or the photo itself with the other fields in the query.</summary>
internal sealed class SearchRequestReader(JobsOptions options)
{
    private const string FileField = "file";
    private const int MaxText = 64 * 1024;
    private const int MaxParts = 32;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads it; nothing is written to disk.</summary>
    /// <returns>400 for a broken form, 413, 415, 422 for wrong fields.</returns>
    public async Task<Outcome<SearchRequest>> ReadAsync(HttpContext http, SearchKind kind)
    {
        var request = http.Request;
        try
        {
            if (request.HasJsonContentType())
            {
                using var document = await JsonDocument.ParseAsync(request.Body, Strict, http.RequestAborted);
                return SearchFields.Read(document.RootElement, null, kind);
            }

            _ = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
            if (type?.MediaType == "multipart/form-data")
                return await ReadFormAsync(http, type, kind);
            if (type?.Type == "image" || type?.MediaType == "application/octet-stream")
                return WithFile(await BytesAsync(request.Body, options.MaxBytes, http.RequestAborted), QueryOf(request), kind);
            return new Refusal(415, $"The content type must be application/json, multipart/form-data, image/* or application/octet-stream, not {(type is null ? "left out" : $"'{request.ContentType}'")}.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new Refusal(422, $"The body must be a JSON object: {e.Message}");
        }
        catch (InvalidDataException e)
        {
            return new Refusal(413, e.Message);
        }
    }

    private async Task<Outcome<SearchRequest>> ReadFormAsync(HttpContext http, MediaTypeHeaderValue type, SearchKind kind)
    {
        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 70)
            return new Refusal(400, "The multipart content type does not name a boundary.");
        byte[]? file = null;
        var fields = QueryOf(http.Request);
        var reader = new MultipartReader(boundary, http.Request.Body);
        try
        {
            for (int part = 0; await reader.ReadNextSectionAsync(http.RequestAborted) is { } section; part++)
            {
                if (part == MaxParts)
                    return new Refusal(400, $"The form has more than {MaxParts} parts.");
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    continue;
                string name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (name == FileField)
                    file = await BytesAsync(section.Body, options.MaxBytes, http.RequestAborted);
                else if (SearchFields.BesideFile.Contains(name))
                    fields[name] = System.Text.Encoding.UTF8.GetString(await BytesAsync(section.Body, MaxText, http.RequestAborted));
            }
        }
        catch (IOException e) when (!http.RequestAborted.IsCancellationRequested && e is not BadHttpRequestException)
        {
            return new Refusal(400, "The multipart body breaks off: its closing boundary is missing.");
        }

        return file is null ? new Refusal(422, $"{FileField}: is required: the photo as a file.") : WithFile(file, fields, kind);
    }

    private static Outcome<SearchRequest> WithFile(byte[] file, Dictionary<string, string> fields, SearchKind kind)
    {
        if (file.Length == 0)
            return new Refusal(400, "The photo is empty.");
        var root = new JsonObject();
        foreach (var (name, text) in fields)
        {
            try
            {
                root[name] = JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                // Text where a number is to be: refused with the field's own words.
                root[name] = text;
            }
        }

        return SearchFields.Read(JsonElement.Parse(root.ToJsonString()), file, kind);
    }

    private static Dictionary<string, string> QueryOf(HttpRequest request) =>
        SearchFields.BesideFile.Where(n => request.Query.ContainsKey(n)).ToDictionary(n => n, n => request.Query[n].ToString());

    /// <exception cref="InvalidDataException">There are more.</exception>
    private static async Task<byte[]> BytesAsync(Stream stream, long most, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        byte[] part = new byte[32 * 1024];
        int count;
        while ((count = await stream.ReadAsync(part, cancel)) > 0)
        {
            if (bytes.Length + count > most)
                throw new InvalidDataException($"A picture may have at most {most} bytes.");
            bytes.Write(part.AsSpan(0, count));
        }

        return bytes.ToArray();
    }
}
