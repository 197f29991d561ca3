using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Cli.Faces;
using Argus.Cli.Hosting;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Contracts.Images;
using Argus.Inference.Imaging;
using Argus.Inference.Models;

namespace Argus.Cli.Platform;

/// <summary>Sends the photo to the server by HTTP, as any caller would, and shows what came back.</summary>
internal sealed class Showing(HttpClient http, Demonstration choice)
{
    // A pack for whole pictures has no detector.
    private readonly string _path = choice.Resolved.Files.ContainsKey(ModelRole.Detector) ? "/detect" : "/embed/image";

    /// <summary>Shows all that <c>up</c> has to show.</summary>
    /// <returns>Null, or a sentence that says what went wrong.</returns>
    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        foreach (string remark in choice.Remarks)
            Console.WriteLine(remark);
        if (choice.Photo is { } photo)
        {
            byte[] bytes = await File.ReadAllBytesAsync(photo, cancel);
            string name = Path.GetFileName(photo);
            string? trouble = _path == "/detect"
                ? await PostAsync(bytes, name, ContractsJson.Default.DetectResponse, faces => Show(faces, bytes), cancel)
                : await PostAsync(bytes, name, ContractsJson.Default.ImageEmbeddingResponse, Show, cancel);
            if (trouble is not null)
                return trouble;
        }

        Console.WriteLine($"  curl -F \"file=@{choice.Photo ?? "photo.jpg"}\" {http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{_path}");
        return null;
    }

    private async Task<string?> PostAsync<T>(byte[] bytes, string name, JsonTypeInfo<T> type, Action<T> show, CancellationToken cancel)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } };
        using var answer = await http.PostAsync(new Uri(_path, UriKind.Relative), form, cancel);
        if (!answer.IsSuccessStatusCode)
            return $"POST {_path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}";
        show((await answer.Content.ReadFromJsonAsync(type, cancel))!);
        return null;
    }

    private void Show(DetectResponse response, byte[] bytes)
    {
        string faces = FaceTable.Count(response);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"POST {_path} with {choice.Caption}, {response.ImageWidth} x {response.ImageHeight} pixels: {faces} in {response.ProcessingTimeMs:0.0} ms."));
        Terminal.Out.Write(FaceTable.Create(response));
        Console.WriteLine($"Model {choice.Pack}, {response.ModelDigest}");
        if (!choice.Resolved.Files.ContainsKey(ModelRole.Attributes))
            Console.WriteLine("This pack has no model for age and gender (permissive licences end there). One that has: ./argus up --pack buffalo-s --accept-license insightface-non-commercial");
        string drawn = Path.Combine(Clone.State, "faces.png");
        FaceDrawing.Save(bytes, response.Faces, new ImageLimits(), drawn);
        Console.WriteLine($"The picture with boxes: {drawn}");
    }

    private void Show(ImageEmbeddingResponse response)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"POST {_path} with {choice.Caption}: a vector in {response.ProcessingTimeMs:0.0} ms: {FaceTable.Describe(response.Embedding)}"));
        Console.WriteLine($"Model {choice.Pack}, {response.ModelDigest}");
    }
}
