using System.Globalization;
using System.Net.Http.Json;
using Argus.Cli.Faces;
using Argus.Cli.Hosting;
using Argus.Contracts;
using Argus.Contracts.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Models;

namespace Argus.Cli.Server;

/// <summary>Sends the photo to the server by HTTP, as any caller would, and shows what came back.</summary>
internal sealed class Showing(HttpClient http, Demonstration choice)
{
    /// <summary>Shows all that <c>up</c> has to show.</summary>
    /// <returns>Null, or a sentence that says what went wrong.</returns>
    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        foreach (string remark in choice.Remarks)
            Console.WriteLine(remark);
        if (choice.Photo is { } photo)
        {
            byte[] bytes = await File.ReadAllBytesAsync(photo, cancel);
            var (response, trouble) = await PostAsync(bytes, Path.GetFileName(photo), cancel);
            if (response is null)
                return trouble;
            Show(response, bytes);
        }

        ShowAddresses();
        return null;
    }

    private async Task<(DetectResponse? Response, string? Trouble)> PostAsync(byte[] bytes, string name, CancellationToken cancel)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } };
        using var answer = await http.PostAsync(new Uri("/detect", UriKind.Relative), form, cancel);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync(ContractsJson.Default.DetectResponse, cancel), null)
            : (null, $"POST /detect answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
    }

    private void Show(DetectResponse response, byte[] bytes)
    {
        string faces = FaceTable.Count(response);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"POST /detect with {choice.Caption}, {response.ImageWidth} x {response.ImageHeight} pixels: {faces} in {response.ProcessingTimeMs:0.0} ms."));
        Terminal.Out.Write(FaceTable.Create(response));
        Console.WriteLine($"Model {choice.Pack}, {response.ModelDigest}");
        if (!choice.Resolved.Files.ContainsKey(ModelRole.Attributes))
            Console.WriteLine("This pack has no model for age and gender (permissive licences end there). One that has: ./argus up --pack buffalo-s --accept-license insightface-non-commercial");
        string drawn = Path.Combine(Clone.State, "faces.png");
        FaceDrawing.Save(bytes, response.Faces, new ImageLimits(), drawn);
        Console.WriteLine($"The picture with boxes: {drawn}");
    }

    private void ShowAddresses()
    {
        string url = http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Console.WriteLine("Try:");
        Console.WriteLine($"  curl -F file=@{choice.Photo ?? "photo.jpg"} {url}/detect");
        Console.WriteLine($"  curl {url}/health");
        Console.WriteLine($"  {url}/docs in a browser");
    }
}
