using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Argus.Gateway.Tests.Running;
using Argus.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Argus.Gateway.Tests.ConsolePage;

/// <summary>Photos on the page, in a real browser, answered by a real model server behind the gateway.</summary>
[Collection(InChromium.Name)]
public sealed class ConsolePhotoTests(Chromium chromium, FaceServer server) : IAsyncLifetime
{
    private static readonly int[] Plain = [47, 224, 210];
    private static readonly int[] Chosen = [255, 210, 63];

    private GatewayHarness _gateway = null!;

    public async Task InitializeAsync()
    {
        _gateway = await GatewayHarness.StartAsync();
        await _gateway.ServeAsync(Given.Deployment("faces"), server.Address);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [ChromiumFact]
    public async Task Photo_Picked_FacesAreMarkedWhereTheyAre()
    {
        await using var window = await OpenAsync();
        await window.PickAsync(FaceServer.Photo);

        await AssertMarkedAsync(window, FaceServer.Photo);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact(NeedsData = true)]
    public async Task Photo_TurnedByItsCamera_FacesAreMarkedInTheUprightPicture()
    {
        foreach (string name in (string[])["hopper_exif6.jpg", "hopper_exif3.jpg", "hopper_exif8.webp"])
        {
            await using var window = await OpenAsync();
            await window.PickAsync(TestData.At("photos", name));

            await AssertMarkedAsync(window, TestData.At("photos", name));
            // The picture itself is upright too: its middle is as bright as that of the photo that was never turned.
            await using var upright = await OpenAsync();
            await upright.PickAsync(TestData.At("photos", "hopper.jpg"));
            Assert.InRange(await DifferenceAsync(window, upright), 0, 12);
        }
    }

    [ChromiumFact]
    public async Task Photo_DroppedOrPasted_IsTaken()
    {
        await using var window = await OpenAsync();
        string photo = Convert.ToBase64String(await File.ReadAllBytesAsync(FaceServer.Photo));
        var transfer = await window.Page.EvaluateHandleAsync(
            """
            photo => {
              const bytes = Uint8Array.from(atob(photo), c => c.charCodeAt(0)), transfer = new DataTransfer();
              transfer.items.add(new File([bytes], 'dropped.jpg', { type: 'image/jpeg' }));
              return transfer;
            }
            """,
            photo);
        await window.Page.DispatchEventAsync("#drop", "drop", new { dataTransfer = transfer });
        await Expect(window.Page.Locator(".photo h3")).ToHaveTextAsync(["dropped.jpg"]);

        await window.Page.EvaluateAsync("transfer => document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true }))", transfer);
        await Expect(window.Page.Locator(".photo")).ToHaveCountAsync(2);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Photo_Shown_TableAndJsonAgreeWithTheAnswer()
    {
        await using var window = await OpenAsync();
        await window.PickAsync(FaceServer.Photo);
        var answer = await AnswerAsync(FaceServer.Photo);
        var faces = answer["faces"]!.AsArray();

        await Expect(window.Page.Locator(".photo tbody tr")).ToHaveCountAsync(faces.Count);
        await Expect(window.Page.Locator(".photo tbody tr").First).ToContainTextAsync(((double)faces[0]!["det_score"]!).ToString("F2"));
        if (TestData.Root is not null)
            await Expect(window.Page.Locator(".photo tbody tr").First).ToContainTextAsync((string?)faces[0]!["gender"] == "F" ? "female" : "male");
        await Expect(window.Page.Locator(".photo header p")).ToContainTextAsync("ns/faces");
        await window.Page.GetByText("Answer as JSON").ClickAsync();
        var shown = JsonNode.Parse(await window.Page.Locator(".photo pre").InnerTextAsync())!;
        Assert.Equal(faces[0]!["bbox"]!.ToJsonString(), shown["faces"]![0]!["bbox"]!.ToJsonString());
    }

    [ChromiumFact]
    public async Task Photos_Two_TheLargestFacesAreComparedAtOnce()
    {
        (string first, string second) = TestData.Root is null ? (FaceServer.DrawnFace, FaceServer.DrawnFace) : (TestData.At("photos", "obama_1.jpg"), TestData.At("photos", "obama_2.jpg"));
        await using var window = await OpenAsync();
        await window.PickAsync(first, second);

        await Expect(window.Page.Locator("#verdict")).ToHaveTextAsync("The same person");
        await Expect(window.Page.Locator("#verdict-more")).ToContainTextAsync("Similarity");
        Assert.Equal(2, await window.Page.Locator("td input:checked").CountAsync());
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact(NeedsData = true)]
    public async Task Photos_OfTwoPeople_AreToldApartAsByVerify()
    {
        string[] paths = [TestData.At("photos", "obama_1.jpg"), TestData.At("photos", "biden_1.jpg")];
        await using var window = await OpenAsync();
        await window.PickAsync(paths);
        await Expect(window.Page.Locator("#verdict")).ToHaveTextAsync("Different people");

        using var verified = await _gateway.Http.PostAsync("/verify", Form(("file1", paths[0]), ("file2", paths[1])));
        double similarity = (double)(await verified.Content.ReadFromJsonAsync<JsonNode>())!["similarity"]!;
        string shown = (await window.Page.Locator("#verdict-more").InnerTextAsync()).Split(' ', ';')[1];
        Assert.InRange(double.Parse(shown), similarity - 0.002, similarity + 0.002);

        // One face less, and there is nothing to compare.
        await window.Page.Locator("td input:checked").First.ClickAsync();
        await Expect(window.Page.Locator("#verdict")).ToHaveTextAsync("Choose a second face.");
    }

    [ChromiumFact]
    public async Task File_ThatIsNoPicture_IsRefusedInTheServersWords()
    {
        string path = Path.Combine(Path.GetTempPath(), $"argus-{Guid.NewGuid():N}.png");
        await File.WriteAllTextAsync(path, "not a picture");
        try
        {
            await using var window = await OpenAsync();
            await window.Page.Locator("#file").SetInputFilesAsync(path);
            using var refused = await _gateway.Http.PostAsync("/detect", Form(("file", path)));
            string detail = (string)(await refused.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!;

            await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"{Path.GetFileName(path)}: {detail}");
            await Expect(window.Page.Locator(".photo")).ToHaveCountAsync(0);
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
            await Expect(window.Page.Locator(".error")).ToHaveCountAsync(0);
            Assert.Empty(window.Complaints);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [ChromiumFact]
    public async Task Photo_GatewayIsAway_IsSaid()
    {
        await using var window = await OpenAsync();
        await window.Page.RouteAsync("**/detect", route => route.AbortAsync());
        await window.Page.Locator("#file").SetInputFilesAsync(FaceServer.Photo);

        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The gateway cannot be reached.");
    }

    private Task<ConsoleWindow> OpenAsync() => chromium.OpenAsync(new Uri(_gateway.Url(0), "/"));

    private async Task AssertMarkedAsync(ConsoleWindow window, string photo)
    {
        var answer = await AnswerAsync(photo);
        int width = (int)answer["image_width"]!;
        Assert.NotEmpty(answer["faces"]!.AsArray());
        foreach (var face in answer["faces"]!.AsArray())
        {
            double[] box = [.. face!["bbox"]!.AsArray().Select(v => (double)v!)];
            double middle = (box[1] + box[3]) / 2;
            AssertNear(Plain, await window.ColourAsync(0, box[0], middle, width));
            AssertNear(Plain, await window.ColourAsync(0, box[2], middle, width));
            if (face["landmarks"] is JsonArray landmarks)
                AssertNear(Plain, await window.ColourAsync(0, (double)landmarks[2]![0]!, (double)landmarks[2]![1]!, width));
        }

        // Lines, and not the whole picture.
        double share = await window.Page.Locator("canvas.view").EvaluateAsync<double>(
            "(c, [r, g, b]) => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 0; i < d.length; i += 4) n += d[i] === r && d[i + 1] === g && d[i + 2] === b; return n * 4 / d.length; }",
            Plain);
        Assert.InRange(share, 0.0002, 0.1);

        await window.Page.Locator("td input").First.CheckAsync();
        double[] first = [.. answer["faces"]![0]!["bbox"]!.AsArray().Select(v => (double)v!)];
        AssertNear(Chosen, await window.ColourAsync(0, first[0], (first[1] + first[3]) / 2, width));
    }

    // A line that lies between two pixels is a little mixed with what is beside it.
    private static void AssertNear(int[] wanted, int[] found) =>
        Assert.True(wanted.Zip(found, (a, b) => Math.Abs(a - b)).Max() <= 30, $"{string.Join(' ', found)} in place of {string.Join(' ', wanted)}");

    // Mean difference of the colours of two pictures, scaled to the same size.
    private static async Task<double> DifferenceAsync(ConsoleWindow one, ConsoleWindow other)
    {
        const string small = "c => { const s = document.createElement('canvas'); s.width = s.height = 16; const p = s.getContext('2d'); p.drawImage(c, 0, 0, 16, 16); return [...p.getImageData(0, 0, 16, 16).data]; }";
        int[] a = await one.Page.Locator("canvas.view").EvaluateAsync<int[]>(small), b = await other.Page.Locator("canvas.view").EvaluateAsync<int[]>(small);
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
    }

    private async Task<JsonNode> AnswerAsync(string photo)
    {
        using var response = await _gateway.Http.PostAsync("/detect", Form(("file", photo)));
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static MultipartFormDataContent Form(params (string Name, string Path)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, path) in files)
            form.Add(new ByteArrayContent(File.ReadAllBytes(path)), name, "photo");
        return form;
    }
}
