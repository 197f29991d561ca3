using System.Text.Json;
using Argus.Contracts.Datasets;
using Argus.Datasets.Configuration;
using Argus.Datasets.Http;
using Argus.Datasets.Layout;
using Argus.Datasets.Store;
using Argus.ServiceDefaults.Problems;

namespace Argus.Datasets.Verify;

/// <summary><c>/datasets/manifests</c> and <c>/datasets/models</c>: manifests and checkpoints, as they lie in the bucket.</summary>
internal sealed class ManifestEndpoints(DatasetStores stores)
{
    private const long MostBytes = 1L << 30;
    private const string Json = "application/json";

    /// <summary>One manifest; with <c>?objects=false</c> its counts alone.</summary>
    public async Task GetAsync(HttpContext http)
    {
        var (kind, name) = (http.Request.RouteValues["kind"] as string, http.Request.RouteValues["name"] as string);
        var flow = kind == "candidates" ? Flow.Daily : Flow.Monthly;
        if (kind is not ("candidates" or "verified" or "full") || name is null || !Period.TryParse(flow, name, out var period) || period.Name != name)
        {
            await new Refusal(404, "Manifests are candidates/YYYY-MM-DD, verified/YYYY-MM and full/YYYY-MM.").WriteAsync(http);
            return;
        }

        var errors = new FieldErrors();
        string? objects = http.Request.Query["objects"];
        if (objects is not (null or "true" or "false"))
            errors.Add("objects", "must be true or false.");
        if (!errors.None)
            await errors.ToRefusal().WriteAsync(http);
        else if (objects == "false")
            await SummariseAsync(http, kind, name);
        else
            await CopyAsync(http, DatasetKeys.Manifest(kind, name), Json, Incomplete(kind, name));
    }

    /// <summary>Which checkpoint counts.</summary>
    public Task CurrentAsync(HttpContext http) => CopyAsync(http, DatasetKeys.Current, Json, "No checkpoint was promoted yet.");

    /// <summary>A file of a checkpoint. They lie to <see cref="CurrentAsync"/> as in the bucket: who can read centroids from there can from here.</summary>
    public Task CheckpointAsync(HttpContext http)
    {
        var (name, file) = (http.Request.RouteValues["name"] as string, http.Request.RouteValues["file"] as string);
        return name is null || !name.All(char.IsAsciiLetterOrDigit) || file is not ("centroids.json" or "report.json" or "confusion.png")
            ? new Refusal(404, "A checkpoint has the files centroids.json, report.json and confusion.png.").WriteAsync(http)
            : CopyAsync(http, $"{DatasetKeys.Checkpoint(name)}/{file}", file == "confusion.png" ? "image/png" : Json, $"There is no checkpoint {name}.");
    }

    private async Task SummariseAsync(HttpContext http, string kind, string name)
    {
        if (await stores.Artifacts.GetAsync(DatasetKeys.Manifest(kind, name), MostBytes, http.RequestAborted) is { } blob)
        {
            var whole = JsonSerializer.Deserialize(blob.Bytes, DatasetsJson.Default.DatasetManifest)!;
            await Answers.WriteAsync(http, 200, new DatasetSummaryBody(whole.Kind, whole.Name, whole.CreatedAt, whole.Total, whole.Classes, whole.Skipped.Count), DatasetsJson.Default.DatasetSummaryBody);
            return;
        }

        await new Refusal(404, Incomplete(kind, name)).WriteAsync(http);
    }

    private async Task CopyAsync(HttpContext http, string key, string type, string missing)
    {
        if (await stores.Artifacts.GetAsync(key, MostBytes, http.RequestAborted) is not { } blob)
        {
            await new Refusal(404, missing).WriteAsync(http);
            return;
        }

        http.Response.ContentType = type;
        http.Response.ContentLength = blob.Bytes.Length;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.Body.WriteAsync(blob.Bytes, http.RequestAborted);
    }

    private static string Incomplete(string kind, string name) => $"The dataset {kind}/{name} is not complete.";
}
