using System.Globalization;
using Argus.Contracts;
using Argus.Contracts.Media;
using Argus.Data.Media;
using Argus.Jobs.Configuration;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Argus.Jobs.Media;

/// <summary><c>/entity</c>: pictures and collections.</summary>
internal sealed class EntityEndpoints(MediaCatalog catalog, UploadReader uploads, MediaGuard guard, JobsOptions options)
{
    private const int Envelope = 64 * 1024;
    private const int UsualPage = 100;
    private const int LargestPage = 1000;

    /// <summary><c>POST /entity/</c>.</summary>
    public Task CreateAsync(HttpContext http) => guard.RunAsync(http, async cancel =>
    {
        // Other bodies keep the limit of pictures.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Math.Max(options.MaxBytes, options.MaxVideoBytes) + Envelope;
        var read = await uploads.ReadAsync(http.Request, cancel);
        if (!read.Ok)
            return new RefusalResult(read.Refusal);
        await using var form = read.Value;
        string label = form.Label ?? "";
        var entity = form.File is { } file
            ? await catalog.AddAsync(file, label, form.FileName, form.MimeType, cancel)
            : await catalog.AddCollectionAsync(label, cancel);
        http.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/entity/{entity.Id}");
        return Json(entity, StatusCodes.Status201Created);
    });

    /// <summary><c>GET /entity/{id}</c>.</summary>
    public Task GetAsync(HttpContext http) => guard.RunAsync(http, (entity, _) => Task.FromResult(Json(entity, StatusCodes.Status200OK)));

    /// <summary><c>GET /entity?limit&amp;cursor</c>: newest first.</summary>
    public Task ListAsync(HttpContext http) => guard.RunAsync(http, async cancel =>
    {
        Dictionary<string, string> errors = [];
        int limit = (int)Number(http, "limit", UsualPage, LargestPage, errors);
        long below = Number(http, "cursor", long.MaxValue, long.MaxValue, errors);
        if (errors.Count > 0)
            return RefusalResult.OfFields(errors);
        var found = await catalog.ListAsync(below, limit + 1, cancel);
        EntityListBody page = new()
        {
            Entities = [.. found.Take(limit).Select(Body)],
            NextCursor = found.Count > limit ? found[limit - 1].Id.ToString(CultureInfo.InvariantCulture) : null,
        };
        return Results.Json(page, ContractsJson.Default.EntityListBody);
    });

    /// <summary><c>DELETE /entity/{id}</c>, with its results; its vectors are not touched.</summary>
    public Task DeleteAsync(HttpContext http) => guard.RunAsync(http, async (entity, cancel) =>
        await catalog.DeleteAsync(entity.Id, cancel) ? Results.NoContent() : MediaGuard.Unknown(entity.Id));

    /// <summary><c>GET /entity/{id}/file</c>, whole or a range of it.</summary>
    public Task FileAsync(HttpContext http) => guard.RunAsync(http, (entity, _) => Task.FromResult(FileOf(http, entity)));

    private IResult FileOf(HttpContext http, MediaEntity entity)
    {
        if (entity.File is not { } file)
            return new RefusalResult(new(404, $"Entity {entity.Id} is a collection and has no file."));
        if (catalog.OpenFile(file) is not { } stream)
            return new RefusalResult(new(404, $"The file of entity {entity.Id} is gone."));
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // What is behind a number never changes, but it can go.
        headers.CacheControl = "private, no-cache";
        headers.ContentDisposition = FileNames.Disposition(file.Name ?? $"{entity.Id}.{PictureSignatures.EndingOf(file.MimeType)}");
        return Results.File(stream, file.MimeType, lastModified: entity.CreatedAt, entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true);
    }

    private static IResult Json(MediaEntity entity, int status) => Results.Json(Body(entity), ContractsJson.Default.EntityBody, statusCode: status);

    private static EntityBody Body(MediaEntity entity) => new()
    {
        Id = entity.Id,
        Label = entity.Label,
        IsCollection = entity.IsCollection,
        FileName = entity.File?.Name,
        MimeType = entity.File?.MimeType,
        Size = entity.File?.Size,
        Sha256 = entity.File?.Sha256,
        CreatedAt = entity.CreatedAt.ToUnixTimeMilliseconds(),
    };

    private static long Number(HttpContext http, string name, long usual, long most, Dictionary<string, string> errors)
    {
        if (!http.Request.Query.TryGetValue(name, out var text))
            return usual;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= 1 && number <= most)
            return number;
        errors[name] = $"must be a whole number from 1 to {most}.";
        return usual;
    }
}
