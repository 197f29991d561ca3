using System.Text.Json.Nodes;
using Argus.Gateway.Tests.Auth;
using Argus.Gateway.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Argus.Gateway.Tests.ConsolePage;

/// <summary>The page before a gateway that asks for keys: none, a wrong one, a right one, one that is taken back.</summary>
[Collection(InChromium.Name)]
public sealed class ConsoleKeyTests(Chromium chromium, FaceServer server) : IAsyncLifetime
{
    private const string Key = "argus_s3cret";

    private readonly TestKeys _keys = new();
    private GatewayHarness _gateway = null!;

    public async Task InitializeAsync()
    {
        _keys.Put("alice", Key);
        _keys.Put("bob", "argus_bobs", ("deployments", new JsonArray("ns/faces")));
        _gateway = await GatewayHarness.StartAsync(o => o with { Trust = new() { ApiKeys = _keys.Folder, AccessLog = false, FailuresPerMinute = 1000 } });
        await _gateway.ServeAsync(Given.Deployment("faces"), server.Address);
        await _gateway.ServeAsync(Given.Deployment("private", age: 1));
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _keys.Dispose();
    }

    [ChromiumFact]
    public async Task Key_Right_OpensTheModelsAndThePhotosAndStaysInTheTab()
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        await Expect(page.Locator("#key-why")).ToContainTextAsync("The gateway asks for a key.");
        await Expect(page.Locator("#models-note")).ToHaveTextAsync("Give a key to see the models.");
        await Expect(Field(page)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Key);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".card")).ToHaveCountAsync(2);
        await Expect(page.Locator("#key")).ToBeHiddenAsync();
        await Expect(page.Locator("#foot")).ToContainTextAsync("live");
        await window.PickAsync(FaceServer.Photo);

        Assert.Equal(Key, await page.EvaluateAsync<string>("() => sessionStorage.getItem('argus-key')"));
        Assert.Equal(0, await page.EvaluateAsync<int>("() => localStorage.length + document.cookie.length"));
        Assert.DoesNotContain(window.Requests, r => r.Contains(Key, StringComparison.Ordinal));
        Assert.DoesNotContain(Key, await page.ContentAsync());
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Key_WhereTheBrowserKeepsNothing_LastsAsLongAsThePage()
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        await page.AddInitScriptAsync("Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('Forbidden.', 'SecurityError'); } })");
        await page.ReloadAsync();
        await Expect(Field(page)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Key);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".card")).ToHaveCountAsync(2);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Key_Wrong_IsToldAndAskedForAgain()
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        await GiveAsync(page, "argus_wrong");
        await Expect(page.Locator("#key-why")).ToHaveTextAsync("The gateway does not take this key.");
        await Expect(page.Locator("#models-note")).ToHaveTextAsync("The key is not known.");
        await Expect(Field(page)).ToBeFocusedAsync();
        await Expect(Field(page)).ToHaveValueAsync("");
        await Expect(Field(page)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(Field(page)).ToHaveAccessibleDescriptionAsync("The gateway does not take this key.");

        await GiveAsync(page, "argus_“quoted”");
        await Expect(page.Locator("#key-why")).ToContainTextAsync("That is no key");
        await Expect(page.Locator("#key")).ToBeVisibleAsync();

        await GiveAsync(page, Key);
        await Expect(page.Locator(".card")).ToHaveCountAsync(2);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Key_TakenBackWhileThePageIsOpen_ShutsTheModelsAndAsksAgain()
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        await GiveAsync(page, Key);
        await Expect(page.Locator("#foot")).ToContainTextAsync("live");

        _keys.Delete("alice");
        await Expect(page.Locator("#key-why")).ToHaveTextAsync("The gateway does not take this key.");
        await Expect(page.Locator(".card")).ToHaveCountAsync(0);
        await Expect(page.Locator("#foot")).ToHaveTextAsync("");

        await GiveAsync(page, "argus_bobs");
        await Expect(page.Locator(".card h3")).ToHaveTextAsync(["faces ns"]);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Key_Forgotten_NothingOfItIsLeft()
    {
        await using var window = await OpenAsync();
        var page = window.Page;
        await GiveAsync(page, Key);
        await Expect(page.Locator(".card")).ToHaveCountAsync(2);

        await page.Locator("#key-open").ClickAsync();
        await page.Locator("#key-forget").ClickAsync();

        await Expect(page.Locator(".card")).ToHaveCountAsync(0);
        await Expect(page.Locator("#models-note")).ToHaveTextAsync("Give a key to see the models.");
        Assert.Equal(0, await page.EvaluateAsync<int>("() => sessionStorage.length"));
    }

    [ChromiumFact]
    public async Task Key_AtThreeWidths_IsKeptAsPictures()
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            foreach (int width in (int[])[1280, 768, 375])
            {
                await using var window = await chromium.OpenAsync(Address, width, scheme);
                await Expect(window.Page.Locator("#models-note")).ToHaveTextAsync("Give a key to see the models.");
                await window.SaveAsync($"key-asked-{width}-{scheme}");
                await GiveAsync(window.Page, "argus_wrong");
                await Expect(window.Page.Locator("#models-note")).ToContainTextAsync("not known");
                await window.SaveAsync($"key-wrong-{width}-{scheme}");
                await GiveAsync(window.Page, Key);
                await Expect(window.Page.Locator(".card")).ToHaveCountAsync(2);
                await window.SaveAsync($"key-right-{width}-{scheme}");
                Assert.Equal(width, await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            }
        }
    }

    private static ILocator Field(IPage page) => page.GetByLabel("Key", new() { Exact = true });

    private static async Task GiveAsync(IPage page, string key)
    {
        await Field(page).FillAsync(key);
        await page.Keyboard.PressAsync("Enter");
    }

    private Uri Address => new(_gateway.Url(0), "/console");

    private Task<ConsoleWindow> OpenAsync() => chromium.OpenAsync(Address);
}
