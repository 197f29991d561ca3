using Argus.Gateway.Tests.Auth;
using Argus.Gateway.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Argus.Gateway.Tests.ConsolePage;

/// <summary>The page of datasets, in a real browser, by a pod that answers as the dataset service does.</summary>
[Collection(InChromium.Name)]
public sealed class ConsoleDatasetsTests(Chromium chromium)
{
    [ChromiumFact]
    public async Task Console_WithADatasetService_LeadsToItsPage()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var window = await chromium.OpenAsync(new Uri(gateway.Url(0), "/console"));
        await Expect(window.Page.Locator("#models-note")).ToContainTextAsync("There is no ModelDeployment");
        await Expect(window.Page.Locator("#datasets-link")).ToBeHiddenAsync();

        await using var pod = await new DatasetsPod(1).ServeAsync(gateway);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Datasets" }).ClickAsync();

        await Expect(window.Page.Locator("#cards li")).ToHaveCountAsync(1);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Review_ByKeyboard_DecidesOneAfterTheOther()
    {
        var datasets = new DatasetsPod(30);
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await datasets.ServeAsync(gateway);
        await using var window = await OpenAsync(gateway);
        var cards = window.Page.Locator("#cards .card");
        await Expect(cards).ToHaveCountAsync(24);
        await Expect(cards.First).ToContainTextAsync("<i>user</i> 1");
        await Expect(cards.First).ToContainTextAsync("0.91");
        await window.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('#cards img')].length === 24 && [...document.querySelectorAll('#cards img')].every(i => i.naturalWidth > 0)");

        await cards.First.FocusAsync();
        await window.Page.Keyboard.PressAsync("a");
        await Expect(cards.Nth(0).Locator(".state")).ToHaveTextAsync("Accepted by ann");
        await Expect(cards.Nth(1)).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("r");
        await Expect(cards.Nth(1).Locator(".state")).ToHaveTextAsync("Rejected by ann");
        await Expect(cards.Nth(2)).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("l");
        await Expect(cards.Nth(2).GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        // Letters choose there, and decide nothing.
        await window.Page.Keyboard.PressAsync("q");
        await Expect(cards.Nth(2).Locator("button.main")).ToHaveTextAsync("Relabel as Queen");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(cards.Nth(2).Locator(".state")).ToHaveTextAsync("Accepted as Queen by ann");
        await Expect(cards.Nth(3)).ToBeFocusedAsync();
        await Expect(window.Page.Locator("#review-note")).ToHaveTextAsync("Candidate 3: Accepted as Queen by ann.");
        await window.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(cards.Nth(2)).ToBeFocusedAsync();

        Assert.Equal(["/datasets/candidates/1/accept {}", "/datasets/candidates/2/reject {}", """/datasets/candidates/3/relabel {"class":"Queen"}"""], datasets.Changes);
        await window.SaveAsync("datasets");
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Review_ByMouse_DecidesAndTurnsPages()
    {
        var datasets = new DatasetsPod(30);
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await datasets.ServeAsync(gateway);
        await using var window = await OpenAsync(gateway, width: 320);
        var cards = window.Page.Locator("#cards .card");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Expect(cards).ToHaveCountAsync(30);
        await Expect(window.Page.Locator("#more")).ToBeHiddenAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Reject candidate 30" }).ClickAsync();
        await Expect(cards.Nth(29).Locator(".state")).ToHaveTextAsync("Rejected by ann");
        await cards.Nth(28).GetByRole(AriaRole.Combobox).SelectOptionAsync("Fire");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Relabel as Fire: candidate 29" }).ClickAsync();
        await Expect(cards.Nth(28).Locator(".state")).ToHaveTextAsync("Accepted as Fire by ann");

        Assert.Equal(["/datasets/candidates/30/reject {}", """/datasets/candidates/29/relabel {"class":"Fire"}"""], datasets.Changes);
        Assert.Equal(320, await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Page_RunsDatasetsAndCheckpoint_AreShown()
    {
        var datasets = new DatasetsPod(2);
        await using var gateway = await GatewayHarness.StartAsync();
        await using var pod = await datasets.ServeAsync(gateway);
        await using var window = await OpenAsync(gateway);
        var rows = window.Page.Locator("#run-rows tr");

        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.Nth(0)).ToContainTextAsync("full skipped 1, verified 7");
        await Expect(rows.Nth(0)).ToContainTextAsync("12.3 s");
        await Expect(rows.Nth(1)).ToContainTextAsync("The <b>store</b> is away.");
        await Expect(window.Page.Locator("#set-heads th")).ToHaveTextAsync(["Class", "verified 2026-03", "full 2026-03"]);
        await Expect(window.Page.Locator("#set-rows tr").Last).ToHaveTextAsync("All77");
        await Expect(window.Page.Locator("#facts")).ToContainTextAsync("90.0 % of 10 faces held out; those before: 80.0 %");
        await Expect(window.Page.Locator("#confusion")).ToBeVisibleAsync();
        await window.Page.GetByText("The same as numbers").ClickAsync();
        await Expect(window.Page.Locator("#numbers tbody tr").First).ToHaveTextAsync("Soft51");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make the last month" }).ClickAsync();
        await window.Page.WaitForFunctionAsync("() => true");
        await Expect(rows).ToHaveCountAsync(2);
        await window.SaveAsync("datasets-runs");
        Assert.Equal(["""/datasets/runs {"flow":"monthly"}"""], datasets.Changes);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Page_WithoutACheckpointOrService_SaysSo()
    {
        var datasets = new DatasetsPod(0) { HasCheckpoint = false };
        await using var gateway = await GatewayHarness.StartAsync();
        await using (var none = await OpenAsync(gateway))
            await Expect(none.Page.Locator("#review-note")).ToContainTextAsync("/datasets/classes");
        await using var pod = await datasets.ServeAsync(gateway);
        await using var window = await OpenAsync(gateway);

        await Expect(window.Page.Locator("#review-note")).ToHaveTextAsync("There is nothing of that kind.");
        await Expect(window.Page.Locator("#checkpoint-note")).ToHaveTextAsync("No checkpoint was promoted yet.");
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Page_WhereAKeyIsAskedFor_TakesIt()
    {
        using var keys = new TestKeys();
        keys.Put("ann", "key-of-ann");
        await using var gateway = await GatewayHarness.StartAsync(o => o with { Trust = new() { ApiKeys = keys.Folder, AccessLog = false } });
        await using var pod = await new DatasetsPod(1).ServeAsync(gateway);
        await using var window = await OpenAsync(gateway);

        await window.Page.Locator("#key-value").FillAsync("key-of-ann");
        await window.Page.Locator("#key-value").PressAsync("Enter");

        await Expect(window.Page.Locator("#cards img")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator("#run-rows tr")).ToHaveCountAsync(2);
        Assert.Empty(window.Complaints);
    }

    private Task<ConsoleWindow> OpenAsync(GatewayHarness gateway, int width = 1280) => chromium.OpenAsync(new Uri(gateway.Url(0), "/console/datasets"), width);
}
