using Argus.Gateway.Tests.Running;
using Argus.Kube.Api.Argus;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Argus.Gateway.Tests.ConsolePage;

/// <summary>The page itself, in a real browser: by keyboard, on a phone, in the dark, with and without a key, and against hostile content.</summary>
[Collection(InChromium.Name)]
public sealed class ConsolePageTests(Chromium chromium, FaceServer server) : IAsyncLifetime
{
    private const string Hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    // Every text that is seen, against the background that is behind it (WCAG 2: relative luminance).
    private const string Contrasts = """
        () => {
          const parse = c => c.match(/[\d.]+/g).map(Number), light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
          return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && e.getClientRects().length && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => {
            const [a, b] = [light(parse(getComputedStyle(e).color).slice(0, 3)), light(behind(e))].sort((x, y) => y - x);
            return [((a + .05) / (b + .05)).toFixed(2), e.tagName, e.className, e.textContent.slice(0, 40)].join(' ');
          });
        }
        """;

    private GatewayHarness _gateway = null!;

    public async Task InitializeAsync()
    {
        _gateway = await GatewayHarness.StartAsync();
        await _gateway.ServeAsync(Given.Deployment("faces"), server.Address);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [ChromiumFact]
    public async Task Page_ByKeyboardAlone_APhotoIsChosenAndAFaceCompared()
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        // Before the first key: the browser is told to hand over choosers, and nobody says when it has understood.
        var chooser = page.WaitForFileChooserAsync();
        await TabToAsync(page, "drop");
        Assert.Equal("solid", await page.Locator("#drop").EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle"));

        await page.Keyboard.PressAsync("Enter");
        await (await chooser).SetFilesAsync(FaceServer.Photo);
        await Expect(page.Locator(".photo")).ToHaveCountAsync(1);
        await Expect(page.Locator("#status")).ToContainTextAsync("face");

        await TabToAsync(page, "", "e => e.matches('td input')");
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator("#compare")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Page_NamesOfControls_AreThereForScreenReaders()
    {
        await using var window = await OpenAsync();
        await window.PickAsync(FaceServer.Photo);

        string[] nameless = await window.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('button, input, select, canvas, a')].filter(e => e.checkVisibility() && !(e.getAttribute('aria-label') || e.labels?.length && e.labels[0].textContent.trim() || e.textContent.trim())).map(e => e.outerHTML.slice(0, 120))");
        Assert.Empty(nameless);
        await Expect(window.Page.GetByRole(AriaRole.Img, new() { Name = "marked" })).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Argus" })).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Page_OnAPhone_NothingLiesBesideTheScreen()
    {
        string name = new('x', 63);
        _gateway.Api.Put(Troubled(name, "Of no use: " + new string('y', 300)));
        await using var window = await chromium.OpenAsync(Address, width: 320);
        await window.PickAsync(FaceServer.Photo);
        await window.Page.Locator("td input").First.CheckAsync();
        await Expect(window.Page.Locator(".card")).ToHaveCountAsync(2);

        Assert.Equal(320, await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        string[] beside = await window.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.matches('.skip, .unseen') && e.getBoundingClientRect().right > 320.5).map(e => `${e.tagName} ${e.className} ${e.getBoundingClientRect().right}`)");
        Assert.Empty(beside);
        double[] heights = await window.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('#drop, #camera, td label')].map(e => e.getBoundingClientRect().height)");
        Assert.All(heights, h => Assert.True(h >= 40, $"{h} px is too low for a finger"));
    }

    [ChromiumFact]
    public async Task Page_LightAndDark_EveryTextIsReadable()
    {
        _gateway.Api.Put(Troubled("broken", "A pod crashed."));
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var window = await chromium.OpenAsync(Address, scheme: scheme);
            await window.PickAsync(FaceServer.Photo);
            await window.Page.Locator("td input").First.CheckAsync();
            await window.Page.Locator("#key-open").ClickAsync();
            await Expect(window.Page.Locator(".card")).ToHaveCountAsync(2);

            string[] texts = await window.Page.EvaluateAsync<string[]>(Contrasts);
            Assert.True(texts.Length > 40, $"{texts.Length} texts only");
            Assert.All(texts, t => Assert.True(double.Parse(t.Split(' ')[0]) >= 4.5, $"{scheme}: {t}"));
            double page = await window.Page.EvaluateAsync<double>("() => getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number).slice(0, 3).reduce((a, b) => a + b) / 765");
            Assert.Equal(scheme == ColorScheme.Dark, page < 0.2);
        }
    }

    [ChromiumFact]
    public async Task Page_HostileContent_StaysText()
    {
        _gateway.Api.Put(Troubled("evil" + Hostile, Hostile));
        string folder = Directory.CreateTempSubdirectory("argus-").FullName;
        // A slash cannot be part of a file name.
        string path = Path.Combine(folder, "<img src=x onerror=alert(3)>.png");
        File.Copy(FaceServer.Photo, path);
        await using var window = await OpenAsync();
        await window.PickAsync(path);

        await Expect(window.Page.Locator(".photo h3")).ToHaveTextAsync("<img src=x onerror=alert(3)>.png");
        await Expect(window.Page.Locator(".card h3").First).ToContainTextAsync("evil" + Hostile);
        await Expect(window.Page.Locator(".card .why").First).ToContainTextAsync(Hostile);
        Assert.Equal(0, await window.Page.Locator("img, script:not([type=module])").CountAsync());
        Assert.Empty(window.Complaints);
        Directory.Delete(folder, recursive: true);
    }

    [ChromiumFact]
    public async Task Page_EverythingUsed_AsksNoOtherHost()
    {
        await using var window = await OpenAsync();
        await window.PickAsync(FaceServer.Photo, FaceServer.Photo);
        await window.Page.Locator("nav >> text=API").ClickAsync();
        await Expect(window.Page.Locator("details").First).ToBeVisibleAsync();
        await Expect(window.Page.Locator("summary", new() { HasText = "/verify" })).ToHaveCountAsync(1);
        await window.SaveAsync("docs");

        Assert.All(window.Requests, r => Assert.StartsWith(_gateway.Url(0).ToString(), r.Replace("blob:", "", StringComparison.Ordinal)));
        Assert.Contains(window.Requests, r => r.EndsWith("/console/events", StringComparison.Ordinal));
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Models_StateChanges_IsShownAndSaidWithoutReload()
    {
        await using var window = await OpenAsync();
        await Expect(window.Page.Locator(".card .state")).ToHaveTextAsync(["Ready"]);

        _gateway.Api.Put(Troubled("faces", "Pod faces-1 crashed: out of memory."));
        await Expect(window.Page.Locator(".card .state")).ToHaveTextAsync(["Not ready"]);
        await Expect(window.Page.Locator(".card .why")).ToHaveTextAsync(["PodFailed: Pod faces-1 crashed: out of memory."]);
        await Expect(window.Page.Locator("#news")).ToContainTextAsync("faces is now Not ready");

        await window.PickAsync(FaceServer.Photo);
        await Expect(window.Page.Locator(".figures div", new() { HasText = "p95" }).Locator("dd")).ToContainTextAsync("ms");
        await Expect(window.Page.Locator("#foot")).ToContainTextAsync("live");

        _gateway.Api.DeleteDeployment(new("ns", "faces"));
        await Expect(window.Page.Locator(".card")).ToHaveCountAsync(0);
        await Expect(window.Page.Locator("#models-note")).ToContainTextAsync("There is no ModelDeployment");
    }

    [ChromiumFact]
    public async Task Models_StreamIsCutOff_AreAskedForInstead()
    {
        await using var window = await chromium.OpenAsync(new Uri("about:blank"));
        await window.Page.RouteAsync("**/console/events", route => route.AbortAsync());
        await window.Page.GotoAsync(Address.ToString());

        await Expect(window.Page.Locator(".card .state")).ToHaveTextAsync(["Ready"]);
        await Expect(window.Page.Locator("#foot")).ToContainTextAsync("read every 5 s");
    }

    [ChromiumFact]
    public async Task Page_AtThreeWidths_IsKeptAsPictures()
    {
        _gateway.Api.Put(Troubled("portraits", "Pod portraits-7d9 has waited 40 s for a device: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu."));
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            foreach (int width in (int[])[1280, 768, 375])
            {
                await using var window = await chromium.OpenAsync(Address, width, scheme);
                await window.PickAsync(FaceServer.Photo, FaceServer.Photo);
                await Expect(window.Page.Locator("#verdict")).ToHaveTextAsync("The same person");
                await Expect(window.Page.Locator(".card")).ToHaveCountAsync(2);
                await window.SaveAsync($"console-{width}-{scheme}");
                Assert.Equal(width, await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            }
        }
    }

    private Uri Address => new(_gateway.Url(0), "/console");

    private Task<ConsoleWindow> OpenAsync() => chromium.OpenAsync(Address);

    private static ModelDeployment Troubled(string name, string message) => Given.Deployment(name, age: 5) with
    {
        Status = new() { Conditions = [Given.Condition(ConditionTypes.Accepted, "True", "Valid"), Given.Condition(ConditionTypes.Ready, "False", "PodFailed", message)], Replicas = 1 },
    };

    // Presses Tab until the wanted element has the focus: it must come within a page's worth of stops.
    private static async Task TabToAsync(IPage page, string id, string? matches = null)
    {
        for (int i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>($"() => ({matches ?? $"e => e.id === '{id}'"})(document.activeElement)"))
                return;
        }

        Assert.Fail($"Tab does not lead to {id}{matches}.");
    }
}
